package io.fareswarm.model.train;

/// Search for row ends: `\n`, `\r\n` or `\r` outside quotes.
final class RowEnds {
    private RowEnds() {}

    /// The offset after the row that starts at `from`; -1 if the row does not end before `to`.
    static int first(byte[] bytes, int from, int to) {
        RowState state = RowState.START;
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            state = state.after(c);
            if (state == RowState.START && c != ',') {
                boolean pair = c == '\r' && at + 1 < to && bytes[at + 1] == '\n';
                return at + (pair ? 2 : 1);
            }
        }
        return -1;
    }

    /// The offset after the last complete row of a buffer that starts with a row; -1 if there is none. A carriage
    /// return at the end of the buffer does not count, because a line feed may follow.
    static int last(byte[] bytes, int length) {
        int feed = lastIndex(bytes, length, (byte) '\n');
        if (feed >= 0 && lastIndex(bytes, length, (byte) '"') < 0) {
            return feed + 1;
        }
        int end = -1;
        int next = first(bytes, 0, length);
        while (next >= 0 && (next < length || bytes[next - 1] == '\n')) {
            end = next;
            next = first(bytes, next, length);
        }
        return end;
    }

    private static int lastIndex(byte[] bytes, int length, byte wanted) {
        int at = length - 1;
        while (at >= 0 && bytes[at] != wanted) {
            at--;
        }
        return at;
    }
}
