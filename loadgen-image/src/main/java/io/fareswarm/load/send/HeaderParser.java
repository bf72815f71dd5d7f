package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// Reads the header lines of an answer from bytes as they come, and keeps what it must know of them: where the body ends,
/// whether the connection lives on, whether the body is packed.
final class HeaderParser {
    static final long UNKNOWN = -1;
    /// Any length beyond the bound. It matters only where a body follows: an answer to HEAD may tell a greater one.
    static final long TOO_MANY = BodyParser.MAX_BYTES + 1;

    private static final int LINE = 0;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int SKIP = 3;
    private static final int HEAD_END = 4;
    private static final int DONE = 5;
    private static final int BROKEN = 6;

    // Header names and the tokens in them are told by a 64-bit hash of their lower case: no buffer is needed, and a name
    // that collides would only make its own server's answer unreadable.
    private static final long CONTENT_LENGTH = hash("content-length");
    private static final long CONTENT_ENCODING = hash("content-encoding");
    private static final long TRANSFER_ENCODING = hash("transfer-encoding");
    private static final long CONNECTION = hash("connection");
    private static final long CLOSE = hash("close");
    private static final long KEEP_ALIVE = hash("keep-alive");
    private static final long CHUNKED = hash("chunked");
    private static final long GZIP = hash("gzip");
    private static final long X_GZIP = hash("x-gzip");

    private int state;
    private boolean closes;
    private boolean keepsOldAlive;
    private boolean encoded;
    private boolean chunked;
    private boolean gzip;
    private long hash;
    private long field;
    private long contentLength;
    private long rest;
    private @Nullable String problem;

    private static long hash(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + (name.charAt(i) | 0x20);
        }
        return hash;
    }

    /// Expects the lines after a status line.
    void begin() {
        state = LINE;
        closes = false;
        keepsOldAlive = false;
        encoded = false;
        chunked = false;
        gzip = false;
        contentLength = UNKNOWN;
        problem = null;
    }

    /// The empty line has come.
    boolean isDone() {
        return state == DONE;
    }

    /// Why the bytes are no header lines; null while they are.
    @Nullable
    String problem() {
        return problem;
    }

    boolean closes() {
        return closes;
    }

    boolean keepsOldAlive() {
        return keepsOldAlive;
    }

    boolean isEncoded() {
        return encoded;
    }

    boolean isChunked() {
        return chunked;
    }

    boolean isGzip() {
        return gzip;
    }

    /// [#UNKNOWN] when there is none, [#TOO_MANY] for any that is greater than that.
    long contentLength() {
        return contentLength;
    }

    private void fail(String why) {
        state = BROKEN;
        problem = why;
    }

    /// Reads on. Returns the index after the last byte read: `to`, or less when the lines are done or broken.
    int parse(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            switch (state) {
                case LINE -> {
                    switch (bytes[at]) {
                        case '\r' -> {
                            at++;
                            state = HEAD_END;
                        }
                        case '\n' -> {
                            state = DONE;
                            return at + 1;
                        }
                        // No other header matters.
                        case 'c', 'C', 't', 'T' -> {
                            hash = 0;
                            state = NAME;
                        }
                        default -> state = SKIP;
                    }
                }
                case NAME -> at = name(bytes, at, to);
                case VALUE -> at = value(bytes, at, to);
                case SKIP -> at = skipLine(bytes, at, to);
                case HEAD_END -> {
                    if (bytes[at] != '\n') {
                        fail("expected a line feed at the end of the head, found another byte");
                        return at;
                    }
                    state = DONE;
                    return at + 1;
                }
                default -> {
                    return at;
                }
            }
        }
        return at;
    }

    private int name(byte[] bytes, int from, int to) {
        int at = from;
        long h = hash;
        while (at < to) {
            byte b = bytes[at++];
            if (b == ':') {
                if (h == CONTENT_LENGTH || h == CONNECTION || h == TRANSFER_ENCODING || h == CONTENT_ENCODING) {
                    field = h;
                    hash = 0;
                    rest = UNKNOWN;
                    state = VALUE;
                } else {
                    state = SKIP;
                }
                return at;
            }
            if (b == '\n') {
                fail("expected a header line with a colon, found none");
                return at;
            }
            h = h * 31 + (b | 0x20);
        }
        hash = h;
        return at;
    }

    private int value(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '\n') {
                valueEnds();
                return at;
            }
            if (b == ' ' || b == '\t' || b == '\r') {
                continue;
            }
            if (field == CONTENT_LENGTH) {
                int digit = b - '0';
                if (digit < 0 || digit > 9) {
                    fail("expected a Content-Length of digits, found something else");
                    return at;
                }
                rest = Math.min(Math.max(rest, 0) * 10 + digit, TOO_MANY);
            } else if (b == ',') {
                tokenEnds();
            } else {
                hash = hash * 31 + (b | 0x20);
            }
        }
        return at;
    }

    private void tokenEnds() {
        if (field == CONNECTION) {
            closes |= hash == CLOSE;
            keepsOldAlive |= hash == KEEP_ALIVE;
        } else if (field == CONTENT_ENCODING) {
            gzip = hash == GZIP || hash == X_GZIP;
        } else {
            encoded = true;
            chunked = hash == CHUNKED; // the last one rules
        }
        hash = 0;
    }

    private void valueEnds() {
        state = LINE;
        if (field != CONTENT_LENGTH) {
            tokenEnds();
        } else if (rest == UNKNOWN || (contentLength != UNKNOWN && contentLength != rest)) {
            fail("expected one Content-Length, found an empty or a second one");
        } else {
            contentLength = rest;
        }
    }

    private int skipLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at++] == '\n') {
                state = LINE;
                return at;
            }
        }
        return at;
    }
}
