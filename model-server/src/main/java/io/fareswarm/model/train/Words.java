package io.fareswarm.model.train;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches bytes eight at a time, as the two longest fields of a ride are only skipped.
///
/// `(x - 1…1) & ~x & 80…80` marks the zero bytes of x; marks above the lowest one may be wrong, so only that one is used.
final class Words {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;
    private static final long COMMAS = ',' * ONES;
    private static final long CONTROLS = ('\r' + 1) * ONES;

    private Words() {}

    /// The offset of the first comma, or byte up to carriage return, at or after `from`. There must be one, with seven
    /// bytes after it.
    static int fieldEnd(byte[] bytes, int from) {
        for (int at = from;; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long comma = word ^ COMMAS;
            long marks = (((comma - ONES) & ~comma) | ((word - CONTROLS) & ~word)) & HIGH;
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
    }

    /// Whether the byte is among the first `length`.
    static boolean contains(byte[] bytes, int length, byte wanted) {
        long pattern = wanted * ONES;
        int at = 0;
        for (; at + 4 * Long.BYTES <= length; at += 4 * Long.BYTES) {
            long marks = zeros((long) WORD.get(bytes, at) ^ pattern)
                    | zeros((long) WORD.get(bytes, at + Long.BYTES) ^ pattern)
                    | zeros((long) WORD.get(bytes, at + 2 * Long.BYTES) ^ pattern)
                    | zeros((long) WORD.get(bytes, at + 3 * Long.BYTES) ^ pattern);
            if (marks != 0) {
                return true;
            }
        }
        while (at < length && bytes[at] != wanted) {
            at++;
        }
        return at < length;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH;
    }
}
