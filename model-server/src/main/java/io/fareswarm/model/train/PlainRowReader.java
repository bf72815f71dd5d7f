package io.fareswarm.model.train;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.fareswarm.model.decimal.DecimalScanner;

/// Parser of plain rows, which nearly all rows are, in one pass and without copying. For one thread at a time.
///
/// | at                 | comes                                                             | then             |
/// |--------------------|-------------------------------------------------------------------|------------------|
/// | a number's start   | a number as JSON spells it                                        | the field's end  |
/// | a text's start     | bytes up to a comma or control character; neither missing nor quoted | the field's end  |
/// | a row name's start | bytes up to a comma or control character; not quoted              | the field's end  |
/// | the field's end    | `,`, when it is not the last column                               | the next's start |
/// | the field's end    | `\n` or `\r\n`, when it is the last column                        | the row's end    |
/// | any of them        | anything else                                                     | not plain        |
final class PlainRowReader {
    /// Result of [#read] for a row that is not plain.
    static final int NOT_PLAIN = -1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;
    private static final long COMMAS = ',' * ONES;
    private static final long CONTROLS = ('\r' + 1) * ONES;

    private final int[] roles;
    private final DecimalScanner decimals = new DecimalScanner();

    PlainRowReader(RideColumns columns) {
        this.roles = columns.roles();
    }

    /// Parses the row at `from` into `numbers`, indexed by role. The row must end with a line end, and
    /// [DecimalScanner#SLACK] more bytes must follow.
    ///
    /// @return the start of the next row; [#NOT_PLAIN] if the row is not plain, and `numbers` is then undefined
    int read(byte[] bytes, int from, double[] numbers) {
        int last = roles.length - 1;
        int at = from;
        for (int column = 0; column <= last; column++) {
            int role = roles[column];
            if (RideColumns.isNumber(role)) {
                numbers[role] = decimals.scan(bytes, at);
                at = decimals.end();
                if (at < 0) {
                    return NOT_PLAIN;
                }
            } else {
                int end = textEnd(bytes, at);
                if (role == RideColumns.ROW_NAME ? isQuotedOrBlank(bytes[at]) : !plainText(bytes, at, end - at)) {
                    return NOT_PLAIN;
                }
                at = end;
            }
            if (column < last && bytes[at++] != ',') {
                return NOT_PLAIN;
            }
        }
        if (bytes[at] == '\r') {
            at++;
        }
        return bytes[at] == '\n' ? at + 1 : NOT_PLAIN;
    }

    private static boolean isQuotedOrBlank(byte first) {
        return first == '"' || first == ' ' || first == '\t';
    }

    private static boolean plainText(byte[] bytes, int from, int length) {
        byte first = bytes[from];
        if (isQuotedOrBlank(first)) {
            return false;
        }
        if (length == 1 || length > MissingValues.LONGEST) {
            return true;
        }
        return length > 0 && first > '1' && first <= '9'; // no spelling of a missing value starts with 2 to 9
    }

    /// The offset of the first byte at or after `from` that is a comma or at most a carriage return. It searches eight
    /// bytes at a time, because it skips the two longest fields of a ride.
    ///
    /// `(x - 1…1) & ~x & 80…80` marks the zero bytes of x. Only the lowest mark is reliable, so only it is used.
    private static int textEnd(byte[] bytes, int from) {
        for (int at = from;; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long comma = word ^ COMMAS;
            long marks = (((comma - ONES) & ~comma) | ((word - CONTROLS) & ~word)) & HIGH;
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
    }
}
