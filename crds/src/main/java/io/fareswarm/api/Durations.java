package io.fareswarm.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as manifests write them: one or more numbers, each with its unit `h`, `m`, `s` or `ms`, added up: `30s`,
/// `1m30s`, `250ms`, `0.5s`. Never negative.
///
/// It reads what the CRDs' rules let through, and that is what Kubernetes' own `duration()` reads, less its rarer forms.
public final class Durations {
    /// The regular expression (the same in Java and RE2) of a whole time. A number has at most 6 digits, and 3 after the
    /// point, so that any sum of [#MAX_LENGTH] characters is a whole, exact count of nanoseconds in 64 bits.
    public static final String PATTERN = "^([0-9]{1,6}([.][0-9]{1,3})?(h|m|s|ms))+$";

    /// Characters of a time at most.
    public static final int MAX_LENGTH = 20;

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s)");

    private Durations() {}

    /// The time that the text writes.
    ///
    /// @throws IllegalArgumentException for anything that is not such a time
    public static Duration parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a time such as 30s, 1m30s or 250ms, found '" + text + "'");
        }
        long nanos = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos += new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2))))
                    .longValueExact();
        }
        return Duration.ofNanos(nanos);
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            default -> 1_000_000L;
        };
    }

    /// The shortest text that [#parse(String)] reads back as this time, for times of whole microseconds under 1000 hours.
    ///
    /// @throws IllegalArgumentException for a negative time, or parts of a microsecond
    public static String format(Duration time) {
        if (time.isNegative() || time.toNanosPart() % 1000 != 0 || time.toHours() > 999) {
            throw new IllegalArgumentException(
                    "expected a time of whole microseconds below 1000h, found " + time);
        }
        if (time.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        append(text, BigDecimal.valueOf(time.toHours()), "h");
        append(text, BigDecimal.valueOf(time.toMinutesPart()), "m");
        BigDecimal millis = BigDecimal.valueOf(time.toNanosPart(), 6).stripTrailingZeros();
        if (millis.scale() <= 0 && time.toSecondsPart() > 0) {
            append(text, BigDecimal.valueOf(time.toSecondsPart()).add(millis.movePointLeft(3)), "s");
        } else {
            append(text, BigDecimal.valueOf(time.toSecondsPart()), "s");
            append(text, millis, "ms");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, BigDecimal number, String unit) {
        if (number.signum() > 0) {
            text.append(number.stripTrailingZeros().toPlainString()).append(unit);
        }
    }
}
