package io.fareswarm.model.json;

import java.math.BigDecimal;
import java.math.MathContext;

/// Formatter of doubles like Python's `repr`, which FastAPI uses for JSON: the fewest digits that parse to the same
/// number, always with a point, and with an exponent below 1e-4 and from 1e16 on.
public final class PythonFloat {
    private static final MathContext ONE_DIGIT = new MathContext(1);

    private PythonFloat() {}

    /// The number as text.
    ///
    /// @param value a finite number
    public static String repr(double value) {
        double size = Math.abs(value);
        String java = Double.toString(value); // the fewest digits, but other limits for the exponent
        if (size == 0 || (size >= 1e-3 && size < 1e7)) {
            return java;
        }
        BigDecimal decimal = new BigDecimal(java).stripTrailingZeros();
        if (size >= 1e-4 && size < 1e16) {
            String plain = decimal.toPlainString();
            return decimal.scale() > 0 ? plain : plain + ".0";
        }
        BigDecimal shorter = decimal.round(ONE_DIGIT);
        if (shorter.doubleValue() == value) {
            decimal = shorter; // Java writes at least two digits, even for 4.9e-324
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
