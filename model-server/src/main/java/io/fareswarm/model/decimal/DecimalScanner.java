package io.fareswarm.model.decimal;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/// Reads a number as JSON spells it (`-73.98`, `5`, `1e-3`; no leading plus, zero or point) from the middle of a byte
/// array, correctly rounded. Not for use by several threads: it remembers where the last number ended.
public final class DecimalScanner {
    /// A whole number up to here and a power of ten up to 10^22 are exact doubles, so their quotient is rounded once.
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS = new double[23];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private int end;
    private boolean whole;

    /// Where the number of the last [#scan] ended, exclusive; -1 when there was none.
    public int end() {
        return end;
    }

    /// Whether the number of the last [#scan] had neither a fraction nor an exponent.
    public boolean whole() {
        return whole;
    }

    /// The number that starts at `from`; infinite when it is beyond the range of double. It ends at the first byte that
    /// cannot be part of it; such a byte must exist in the array. When no number starts there, [#end] is -1 and the
    /// result has no meaning.
    public double scan(byte[] bytes, int from) {
        int at = from;
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long mantissa = 0;
        int digit;
        while ((digit = bytes[at] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            at++;
        }
        int digits = at - first;
        if (digits == 0 || (digits > 1 && bytes[first] == '0')) {
            return none();
        }
        int fraction = 0;
        if (bytes[at] == '.') {
            int point = at++;
            while ((digit = bytes[at] - '0') >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                at++;
            }
            fraction = at - point - 1;
            if (fraction == 0) {
                return none();
            }
        }
        whole = fraction == 0;
        if ((bytes[at] | 0x20) == 'e' || digits + fraction > 18 || mantissa > EXACT_MANTISSA) {
            return scanLong(bytes, from, at);
        }
        end = at;
        double value = mantissa / POWERS[fraction];
        return negative ? -value : value;
    }

    private double scanLong(byte[] bytes, int from, int afterDigits) {
        int at = afterDigits;
        if ((bytes[at] | 0x20) == 'e') {
            whole = false;
            at++;
            if (bytes[at] == '+' || bytes[at] == '-') {
                at++;
            }
            int first = at;
            while (bytes[at] >= '0' && bytes[at] <= '9') {
                at++;
            }
            if (at == first) {
                return none();
            }
        }
        end = at;
        return JavaDoubleParser.parseDouble(bytes, from, at - from);
    }

    private double none() {
        end = -1;
        return Double.NaN;
    }
}
