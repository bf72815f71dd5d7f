package io.fareswarm.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decoder of UTF-8 text from users. It rejects other bytes, because a replacement character would be used like any other.
public final class Utf8Text {
    private static final int PIECE = 8192;

    private Utf8Text() {}

    /// Decodes a whole text. A byte order mark stays part of it.
    ///
    /// @throws Malformed at the first byte that is not part of UTF-8
    public static String decode(byte[] bytes) throws Malformed {
        int fault = firstFault(bytes, 0, bytes.length);
        if (fault < bytes.length) {
            throw Malformed.at(bytes, 0, fault);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The offset of the first byte from `from` to `to` that is not part of UTF-8; `to` if there is none.
    public static int firstFault(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer piece = CharBuffer.allocate(PIECE);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, piece.clear(), true);
        }
        return in.position();
    }

    /// Thrown for a text that is not UTF-8. The message states what was expected, what was found and what to do, but not the
    /// line.
    public static final class Malformed extends Exception {
        private final int line;

        private Malformed(int line, String message) {
            super(message);
            this.line = line;
        }

        /// The problem of a byte.
        ///
        /// @param from offset of the text's first byte
        /// @param fault offset of the byte that is not part of UTF-8
        public static Malformed at(byte[] bytes, int from, int fault) {
            int line = 1;
            int start = from;
            for (int at = from; at < fault; at++) {
                if (bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] != '\n')) {
                    line++;
                    start = at + 1;
                }
            }
            return new Malformed(line,
                    "expected text in UTF-8, found the byte 0x%02x as byte %d of the line; save the file as UTF-8"
                            .formatted(bytes[fault], fault - start + 1));
        }

        /// Line of the byte, from 1. Lines end in LF, CR or CRLF.
        public int line() {
            return line;
        }
    }
}
