package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads any one row as pandas' tokenizer does: quotes count at a field's start only, a doubled quote is one, a line may
/// end in `\n`, `\r\n` or `\r`, and lines of blanks alone are no rows.
///
/// It copies every byte. [BlockParser] turns to it for the few rows that are not plain.
final class RowReader {
    private byte[] text = new byte[1024];
    private int[] ends = new int[16];
    private int fields;
    private int length;
    private int next;
    private int lines;
    private boolean closed;
    private boolean quoted;

    /// Reads the row that starts at `from`, in bytes that end with a line end at `to - 1`.
    void read(byte[] bytes, int from, int to) {
        fields = 0;
        length = 0;
        lines = 0;
        closed = true;
        quoted = false;
        int at = from;
        boolean fieldStart = true;
        while (at < to) {
            byte c = bytes[at++];
            if (c == '\n' || c == '\r') {
                if (c == '\r' && at < to && bytes[at] == '\n') {
                    at++;
                }
                lines++;
                break;
            }
            if (c == ',') {
                endField();
                fieldStart = true;
            } else if (c == '"' && fieldStart) {
                at = quoted(bytes, at, to);
                quoted = true;
                fieldStart = false;
            } else {
                append(c);
                fieldStart = false;
            }
        }
        endField();
        next = at;
    }

    /// Reads from after an opening quote to after the closing one.
    private int quoted(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte c = bytes[at++];
            if (c == '"') {
                if (at == to || bytes[at] != '"') {
                    return at;
                }
                at++;
            } else if (c == '\n') {
                lines++;
            }
            append(c);
        }
        closed = false;
        return at;
    }

    private void append(byte c) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2); // bounded by a block's size
        }
        text[length++] = c;
    }

    private void endField() {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, fields * 2); // bounded by a block's size
        }
        ends[fields++] = length;
    }

    /// Whether the line held nothing but blanks, and not even quotes.
    boolean blank() {
        return fields == 1 && lines == 1 && !quoted && isBlank();
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (text[i] != ' ' && text[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /// False when the bytes ended inside quotes.
    boolean closed() {
        return closed;
    }

    /// The offset of the next row.
    int next() {
        return next;
    }

    /// Line ends in this row, its own included.
    int lines() {
        return lines;
    }

    int fields() {
        return fields;
    }

    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int length(int field) {
        return ends[field] - start(field);
    }

    /// What [#start] and [#length] are offsets in.
    byte[] text() {
        return text;
    }

    String field(int field) {
        return new String(text, start(field), length(field), StandardCharsets.UTF_8);
    }

    List<String> toList() {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            list.add(field(i));
        }
        return list;
    }
}
