package io.fareswarm.model.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/// Bytes as text, as Python's json module decodes them: UTF-8, UTF-16 or UTF-32 by a mark or by where the zeros are, and
/// half surrogate pairs pass.
public final class JsonText {
    private final byte[] bytes;
    private final int length;

    private JsonText(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /// The text; null when the bytes are none.
    public static @Nullable String decode(byte[] bytes, int length) {
        JsonText text = new JsonText(bytes, length);
        if (text.startsWith(0, 0, 0xfe, 0xff)) {
            return text.utf32(4, true);
        }
        if (text.startsWith(0xff, 0xfe, 0, 0)) {
            return text.utf32(4, false);
        }
        if (text.startsWith(0xfe, 0xff) || text.startsWith(0xff, 0xfe)) {
            return text.utf16(2, bytes[0] == (byte) 0xfe);
        }
        if (text.startsWith(0xef, 0xbb, 0xbf)) {
            return text.utf8(3);
        }
        return switch (length) {
            case 0, 1, 3 -> text.utf8(0);
            case 2 -> bytes[0] == 0 || bytes[1] == 0 ? text.utf16(0, bytes[0] == 0) : text.utf8(0);
            default -> text.unmarked();
        };
    }

    private @Nullable String unmarked() {
        if (bytes[0] == 0) {
            return bytes[1] == 0 ? utf32(0, true) : utf16(0, true);
        }
        if (bytes[1] == 0) {
            return bytes[2] == 0 && bytes[3] == 0 ? utf32(0, false) : utf16(0, false);
        }
        return utf8(0);
    }

    private boolean startsWith(int... mark) {
        if (length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String utf8(int from) {
        StringBuilder text = new StringBuilder(length);
        int start = from;
        for (int i = from; i < length; i++) {
            if (isSurrogate(i)) {
                if (!append(text, start, i)) {
                    return null;
                }
                text.append((char) (0xd000 | (bytes[i + 1] & 0x3f) << 6 | (bytes[i + 2] & 0x3f)));
                start = i + 3;
                i += 2;
            }
        }
        return append(text, start, length) ? text.toString() : null;
    }

    private boolean isSurrogate(int at) {
        return bytes[at] == (byte) 0xed && at + 2 < length && (bytes[at + 1] & 0xe0) == 0xa0
                && (bytes[at + 2] & 0xc0) == 0x80;
    }

    private boolean append(StringBuilder text, int from, int to) {
        try {
            text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private @Nullable String utf16(int from, boolean big) {
        if ((length - from) % 2 != 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < length; i += 2) {
            text.append((char) ((bytes[big ? i : i + 1] & 0xff) << 8 | (bytes[big ? i + 1 : i] & 0xff)));
        }
        return text.toString();
    }

    private @Nullable String utf32(int from, boolean big) {
        if ((length - from) % 4 != 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < length; i += 4) {
            int code = ByteBuffer.wrap(bytes, i, 4).getInt();
            if (!big) {
                code = Integer.reverseBytes(code);
            }
            if (!Character.isValidCodePoint(code)) {
                return null;
            }
            text.appendCodePoint(code);
        }
        return text.toString();
    }
}
