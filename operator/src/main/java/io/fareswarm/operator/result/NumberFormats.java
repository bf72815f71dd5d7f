package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Formats of numbers in texts: a comma between thousands, a point before decimals, in every locale.
public final class NumberFormats {
    private NumberFormats() {}

    /// `1,234,567`
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// A part in percent of a whole, with one digit after the point: `33.3%`.
    public static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f%%", whole == 0 ? 0 : 100.0 * part / whole);
    }

    /// Milliseconds with three significant digits, and whole from a hundred on: `0.412`, `1.24`, `12.4`, `1,240`.
    public static String millis(double value) {
        if (value >= 100) {
            return count(Math.round(value));
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3, RoundingMode.HALF_UP));
        int digits = Math.clamp(3 - rounded.precision() + rounded.scale(), 0, 3);
        return rounded.setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    /// All digits as Go prints them, without a point where there is no fraction: `0.25`, `38`, `0`.
    public static String plain(double value) {
        return plain(BigDecimal.valueOf(value));
    }

    /// The same for a decimal.
    public static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /// A rate: `1,234.5`, `12.3`, `0.25`, `0`.
    public static String rate(double perSecond) {
        return perSecond == 0 ? "0" : String.format(Locale.ROOT, perSecond < 1 ? "%.2f" : "%,.1f", perSecond);
    }
}
