package io.fareswarm.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parser and formatter of the durations in manifests. A duration is the sum of one or more numbers with a unit `h`,
/// `m`, `s` or `ms`, such as `30s`, `1m30s`, `250ms` or `0.5s`. It is never negative.
///
/// This class accepts exactly the texts that the CRDs' rules accept. Kubernetes' CEL function `duration()` accepts them
/// all.
public final class Durations {
    /// The regular expression of a duration, for Java and RE2. A number has at most 6 digits before the point and 3
    /// after it. So each duration of up to [#MAX_LENGTH] characters is an exact number of nanoseconds in 64 bits.
    public static final String PATTERN = "^([0-9]{1,6}([.][0-9]{1,3})?(h|m|s|ms))+$";

    /// Maximum number of characters of a duration.
    public static final int MAX_LENGTH = 20;

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s)");

    private Durations() {}

    /// Parses a duration.
    ///
    /// @throws IllegalArgumentException if the text is not a duration
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

    /// The shortest text that [#parse(String)] parses to this duration.
    ///
    /// @throws IllegalArgumentException if the duration is negative, has fractions of a microsecond, or reaches 1000 hours
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
