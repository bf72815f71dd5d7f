package io.fareswarm.model.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text decoder of Python's json module: UTF-8, UTF-16 or UTF-32, detected by a byte order mark or by the positions of
/// zero bytes. Lone surrogates are allowed in all three encodings.
final class PythonText {
    private PythonText() {}

    /// Decodes the bytes.
    ///
    /// @throws CharacterCodingException when the bytes are not text
    static String decode(byte[] bytes) throws CharacterCodingException {
        int length = bytes.length;
        int first = length > 0 ? bytes[0] & 0xff : -1;
        int second = length > 1 ? bytes[1] & 0xff : -1;
        boolean zeros = length > 3 && bytes[2] == 0 && bytes[3] == 0;
        if (first == 0xff && second == 0xfe) {
            return zeros ? utf32(bytes, 4, ByteOrder.LITTLE_ENDIAN) : utf16(bytes, 2, ByteOrder.LITTLE_ENDIAN);
        }
        if (first == 0xfe && second == 0xff) {
            return utf16(bytes, 2, ByteOrder.BIG_ENDIAN);
        }
        if (first == 0xef && second == 0xbb && length > 2 && (bytes[2] & 0xff) == 0xbf) {
            return utf8(bytes, 3);
        }
        if (first == 0 && second == 0 && length > 3 && (bytes[2] & 0xff) == 0xfe && (bytes[3] & 0xff) == 0xff) {
            return utf32(bytes, 4, ByteOrder.BIG_ENDIAN);
        }
        if ((first != 0 && second != 0) || length < 2 || length == 3) {
            return utf8(bytes, 0);
        }
        if (first == 0) {
            return second == 0 && length > 3
                    ? utf32(bytes, 0, ByteOrder.BIG_ENDIAN)
                    : utf16(bytes, 0, ByteOrder.BIG_ENDIAN);
        }
        return zeros ? utf32(bytes, 0, ByteOrder.LITTLE_ENDIAN) : utf16(bytes, 0, ByteOrder.LITTLE_ENDIAN);
    }

    private static String utf8(byte[] bytes, int from) throws CharacterCodingException {
        StringBuilder text = new StringBuilder(bytes.length);
        int start = from;
        for (int i = from; i + 2 < bytes.length; i++) {
            // Three bytes may encode a surrogate, which Java's decoder rejects.
            if (bytes[i] == (byte) 0xed && (bytes[i + 1] & 0xe0) == 0xa0 && (bytes[i + 2] & 0xc0) == 0x80) {
                text.append(strictly(bytes, start, i))
                        .append((char) (0xd000 | (bytes[i + 1] & 0x3f) << 6 | (bytes[i + 2] & 0x3f)));
                start = i + 3;
                i += 2;
            }
        }
        return text.append(strictly(bytes, start, bytes.length)).toString();
    }

    private static CharBuffer strictly(byte[] bytes, int from, int to) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    }

    private static String utf16(byte[] bytes, int from, ByteOrder order) throws CharacterCodingException {
        return units(bytes, from, order, Character.BYTES).asCharBuffer().toString();
    }

    private static String utf32(byte[] bytes, int from, ByteOrder order) throws CharacterCodingException {
        ByteBuffer buffer = units(bytes, from, order, Integer.BYTES);
        StringBuilder text = new StringBuilder(buffer.remaining() / Integer.BYTES);
        while (buffer.hasRemaining()) {
            int codePoint = buffer.getInt();
            if (!Character.isValidCodePoint(codePoint)) {
                throw new CharacterCodingException();
            }
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private static ByteBuffer units(byte[] bytes, int from, ByteOrder order, int size)
            throws CharacterCodingException {
        if ((bytes.length - from) % size != 0) {
            throw new CharacterCodingException();
        }
        return ByteBuffer.wrap(bytes, from, bytes.length - from).order(order);
    }
}
