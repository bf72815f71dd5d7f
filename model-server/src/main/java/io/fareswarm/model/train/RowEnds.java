package io.fareswarm.model.train;

/// Finds where a buffer's last whole row ends.
final class RowEnds {
    private RowEnds() {}

    /// The offset after the last line end outside quotes, for a buffer that starts with a row; -1 when there is none. A
    /// carriage return alone counts only where no line feed does, lest a pair of both is torn apart.
    static int last(byte[] bytes, int length) {
        if (Words.contains(bytes, length, (byte) '"')) {
            return lastOutsideQuotes(bytes, length);
        }
        int feed = lastIndex(bytes, length, (byte) '\n');
        int end = feed >= 0 ? feed : lastIndex(bytes, length - 1, (byte) '\r');
        return end < 0 ? -1 : end + 1;
    }

    private static int lastIndex(byte[] bytes, int length, byte wanted) {
        int at = length - 1;
        while (at >= 0 && bytes[at] != wanted) {
            at--;
        }
        return at;
    }

    private static int lastOutsideQuotes(byte[] bytes, int length) {
        int feed = -1;
        int carriage = -1;
        boolean quoted = false;
        boolean fieldStart = true;
        for (int i = 0; i < length; i++) {
            byte c = bytes[i];
            if (quoted) {
                if (c == '"') {
                    if (i + 1 < length && bytes[i + 1] == '"') {
                        i++;
                    } else {
                        quoted = false;
                    }
                }
            } else if (c == '\n') {
                feed = i;
                fieldStart = true;
            } else if (c == '\r') {
                carriage = i + 1 < length ? i : carriage;
                fieldStart = true;
            } else {
                quoted = fieldStart && c == '"';
                fieldStart = c == ',';
            }
        }
        return feed >= 0 ? feed + 1 : carriage >= 0 ? carriage + 1 : -1;
    }
}
