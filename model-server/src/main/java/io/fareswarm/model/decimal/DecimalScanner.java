package io.fareswarm.model.decimal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/// Parser of a number in JSON's syntax within a byte array, such as `-73.98`, `5` or `1e-3`, correctly rounded. A
/// leading plus, leading zeros and a leading point are not allowed. For one thread at a time.
///
/// It processes eight digits at a time. In a loop over single digits, the processor mispredicts the end of nearly every
/// number, which took most of a training's time.
public final class DecimalScanner {
    /// Number of arbitrary bytes that must follow after the first byte behind a number.
    public static final int SLACK = 16;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long ABOVE_NINE = 0x7676767676767676L;
    private static final long HIGH = 0x8080808080808080L;
    private static final int WIDTH = Long.BYTES;
    /// Largest integer up to which all integers are exact doubles. Powers of ten are exact up to 10^22, so a quotient
    /// of both is rounded only once.
    private static final long EXACT_MANTISSA = 1L << 53;
    /// Number of decimal digits that always fit into a long.
    private static final int LONG_DIGITS = 18;
    private static final long[] POWERS = new long[LONG_DIGITS + 1];
    private static final double[] DIVISORS = new double[LONG_DIGITS + 1];

    static {
        for (int i = 0; i <= LONG_DIGITS; i++) {
            POWERS[i] = i == 0 ? 1 : POWERS[i - 1] * 10;
            DIVISORS[i] = POWERS[i]; // up to 10^18 both are exact
        }
    }

    private int end;

    /// The exclusive end of the number that the last [#scan] parsed; -1 if there was none.
    public int end() {
        return end;
    }

    /// Parses the number that starts at `from`. The result is infinite if the number exceeds a double. The number ends
    /// at the first byte that cannot be part of it; the array must contain that byte and [#SLACK] more. If there is no
    /// number, [#end] is -1 and the result is undefined.
    public double scan(byte[] bytes, int from) {
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        long word = (long) WORD.get(bytes, first) ^ ZEROS;
        int digits = count(word);
        if (digits == 0 || digits == WIDTH || (digits > 1 && bytes[first] == '0')) {
            return digits == WIDTH && bytes[first] != '0' ? scanAny(bytes, from, first) : none();
        }
        // A constant for the usual number of digits lets the processor continue before it has counted the digits.
        int at = digits == 2 ? first + 2 : first + digits;
        long mantissa = value(word, digits);
        int fraction = 0;
        if (bytes[at] == '.') {
            word = (long) WORD.get(bytes, at + 1) ^ ZEROS;
            fraction = count(word);
            if (fraction == 0) {
                return none();
            }
            mantissa = mantissa * POWERS[fraction] + value(word, fraction);
            if (fraction == WIDTH) {
                return scanLong(bytes, from, first, digits, mantissa);
            }
            at += 1 + fraction;
        }
        if ((bytes[at] | 0x20) == 'e') {
            return scanAny(bytes, from, first);
        }
        end = at;
        double value = mantissa / DIVISORS[fraction]; // exact, because it has at most 14 digits
        return negative ? -value : value;
    }

    /// Parses the rest of a number whose fraction has more than eight digits.
    private double scanLong(byte[] bytes, int from, int first, int digits, long mantissa) {
        int at = first + digits + 1 + WIDTH;
        long word = (long) WORD.get(bytes, at) ^ ZEROS;
        int more = count(word);
        at += more;
        if (digits + WIDTH + more > LONG_DIGITS || (bytes[at] | 0x20) == 'e'
                || (bytes[at] >= '0' && bytes[at] <= '9')) {
            return scanAny(bytes, from, first);
        }
        long all = more == 0 ? mantissa : mantissa * POWERS[more] + value(word, more);
        double divisor = DIVISORS[WIDTH + more];
        double value = all <= EXACT_MANTISSA ? all / divisor : quotient(all, divisor);
        if (Double.isNaN(value)) {
            return scanAny(bytes, from, first);
        }
        end = at;
        return first == from ? value : -value;
    }

    /// Number of leading digits in a word of eight bytes, from the lowest byte. The argument is the word xor [#ZEROS].
    private static int count(long word) {
        // The sum may carry out of a byte that is not a digit. Only the bytes up to the first such byte matter.
        return Long.numberOfTrailingZeros(((word + ABOVE_NINE) | word) & HIGH) >>> 3;
    }

    /// The value of the lowest `digits` bytes (1 to 8) of a word; the lowest byte is the first digit. The argument is
    /// the word xor [#ZEROS].
    private static long value(long word, int digits) {
        long padded = word << ((WIDTH - digits) << 3);
        long pairs = padded * 10 + (padded >>> 8);
        return ((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                + ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L) >>> 32;
    }

    /// The correctly rounded quotient of a mantissa of up to [#LONG_DIGITS] digits that is not an exact double. NaN if
    /// the quotient is too near to the middle between two doubles.
    private static double quotient(long mantissa, double divisor) {
        double high = mantissa;
        double low = mantissa - (long) high; // exact, because it is small
        double quotient = high / divisor;
        double rest = (Math.fma(-quotient, divisor, high) + low) / divisor; // product and difference are exact
        double doubt = Math.abs(rest) * 0x1p-50; // sum and quotient each have an error of at most 2^-53 of it
        double least = quotient + (rest - doubt);
        return least == quotient + (rest + doubt) ? least : Double.NaN;
    }

    private double scanAny(byte[] bytes, int from, int first) {
        int at = afterDigits(bytes, first);
        if (bytes[at] == '.') {
            int fraction = at + 1;
            at = afterDigits(bytes, fraction);
            if (at == fraction) {
                return none();
            }
        }
        if ((bytes[at] | 0x20) == 'e') {
            int exponent = at + (bytes[at + 1] == '+' || bytes[at + 1] == '-' ? 2 : 1);
            at = afterDigits(bytes, exponent);
            if (at == exponent) {
                return none();
            }
        }
        end = at;
        return JavaDoubleParser.parseDouble(bytes, from, at - from);
    }

    private static int afterDigits(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private double none() {
        end = -1;
        return Double.NaN;
    }
}
