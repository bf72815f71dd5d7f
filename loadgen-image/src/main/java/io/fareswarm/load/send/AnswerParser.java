package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// Reads one HTTP/1.1 answer from bytes as they come, in pieces of any size, and keeps nothing of them but what it must
/// know: status, where the answer ends, whether the connection lives on. Bounded: [#MAX_HEAD] and [#MAX_BODY].
final class AnswerParser {
    /// Bytes of the status line, header lines and trailers together, interim answers (1xx) included.
    static final int MAX_HEAD = 32 * 1024;

    /// Bytes of a body: 1 GiB. What is longer is broken; the request's timeout bounds the time.
    static final long MAX_BODY = 1L << 30;

    private static final int VERSION = 0;
    private static final int STATUS = 1;
    private static final int REASON = 2;
    private static final int LINE = 3;
    private static final int NAME = 4;
    private static final int VALUE = 5;
    private static final int SKIP = 6;
    private static final int HEAD_END = 7;
    private static final int TRAILER_LINE = 8;
    private static final int TRAILER_SKIP = 9;
    private static final int TRAILER_END = 10;
    // From here on bytes count as body: a body of many chunks has many chunk lines.
    private static final int CHUNK_SIZE = 11;
    private static final int CHUNK_EXTENSION = 12;
    private static final int CHUNK_END = 13;
    // These count their bytes themselves.
    private static final int BODY = 14;
    private static final int CHUNK_DATA = 15;
    private static final int UNTIL_CLOSE = 16;
    private static final int DONE = 17;
    private static final int BROKEN = 18;

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/', '1', '.'};

    // Header names and the tokens in them are told by a 64-bit hash of their lower case: no buffer is needed, and a name
    // that collides would only make its own server's answer unreadable.
    private static final long CONTENT_LENGTH = hash("content-length");
    private static final long TRANSFER_ENCODING = hash("transfer-encoding");
    private static final long CONNECTION = hash("connection");
    private static final long CLOSE = hash("close");
    private static final long KEEP_ALIVE = hash("keep-alive");
    private static final long CHUNKED = hash("chunked");

    private static final long UNKNOWN = -1;

    private int state;
    private boolean bodiless;
    private boolean closes;
    private boolean keepsOldAlive;
    private boolean isOldVersion;
    private boolean encoded;
    private boolean chunked;
    private int matched;
    private int status;
    private int headBytes;
    private long hash;
    private long field;
    private long contentLength;
    private long rest;
    private long bodyBytes;
    private @Nullable String problem;

    private static long hash(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + (name.charAt(i) | 0x20);
        }
        return hash;
    }

    /// Expects a new answer.
    ///
    /// @param hasNoBody the request was HEAD
    void begin(boolean hasNoBody) {
        bodiless = hasNoBody;
        headBytes = 0;
        bodyBytes = 0;
        problem = null;
        beginHead();
    }

    private void beginHead() {
        state = VERSION;
        matched = 0;
        status = 0;
        closes = false;
        keepsOldAlive = false;
        isOldVersion = false;
        encoded = false;
        chunked = false;
        contentLength = UNKNOWN;
    }

    boolean isDone() {
        return state == DONE;
    }

    /// Whether any byte of the answer has come.
    boolean hasBegun() {
        return headBytes > 0;
    }

    /// The status of a done answer, 100 to 599.
    int status() {
        return status;
    }

    /// Whether a done answer leaves the connection open for another request.
    boolean keepsAlive() {
        return !closes && (!isOldVersion || keepsOldAlive) && (chunked || (!encoded && contentLength >= 0) || isEmpty())
                && status != 101;
    }

    /// Why the bytes are no HTTP answer; null while they are.
    @Nullable
    String problem() {
        return problem;
    }

    /// The connection ended. Returns whether the answer is whole by that.
    boolean end() {
        if (state == UNTIL_CLOSE) {
            state = DONE;
        }
        return state == DONE;
    }

    /// Reads on. Returns the index after the last byte read: `to`, or less when the answer is done or broken.
    int parse(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state < DONE) {
            int start = at;
            int part = state;
            at = switch (state) {
                case VERSION, STATUS, REASON -> statusLine(bytes, at, to);
                case LINE, NAME, VALUE, SKIP, HEAD_END -> headerLine(bytes, at, to);
                case TRAILER_LINE, TRAILER_SKIP, TRAILER_END -> trailer(bytes, at, to);
                case CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_END -> chunkLine(bytes, at, to);
                default -> body(at, to);
            };
            if (part < CHUNK_SIZE) {
                headBytes += at - start;
                if (headBytes > MAX_HEAD) {
                    fail("expected a head of at most " + MAX_HEAD + " bytes, found a longer one");
                }
            } else if (part < BODY) {
                countBody(at - start);
            }
        }
        return at;
    }

    private void countBody(long bytes) {
        bodyBytes += bytes;
        if (bodyBytes > MAX_BODY) {
            fail("expected a body of at most " + MAX_BODY + " bytes, found a longer one");
        }
    }

    private void fail(String why) {
        state = BROKEN;
        problem = why;
    }

    private int statusLine(byte[] bytes, int from, int to) {
        int at = from;
        if (state == VERSION) {
            while (at < to && matched < PROTOCOL.length) {
                if (bytes[at++] != PROTOCOL[matched++]) {
                    fail("expected an answer that begins with HTTP/1., found other bytes");
                    return at;
                }
            }
            while (at < to && state == VERSION) {
                byte b = bytes[at++];
                boolean minor = matched++ == PROTOCOL.length;
                if (minor ? b < '0' || b > '9' : b != ' ') {
                    fail("expected a version HTTP/1.x, found another");
                    return at;
                }
                if (minor) {
                    isOldVersion = b == '0';
                } else {
                    state = STATUS;
                    matched = 0;
                }
            }
        }
        if (state == STATUS) {
            while (at < to && matched < 3) {
                int digit = bytes[at++] - '0';
                if (digit < 0 || digit > 9) {
                    fail("expected a status of three digits, found something else");
                    return at;
                }
                status = status * 10 + digit;
                matched++;
            }
            if (matched == 3 && at < to) {
                byte b = bytes[at];
                if (status < 100 || status > 599 || (b != ' ' && b != '\r' && b != '\n')) {
                    fail("expected a status from 100 to 599, found another");
                    return at;
                }
                state = REASON;
            }
        }
        if (state == REASON) {
            at = skipLine(bytes, at, to, LINE);
        }
        return at;
    }

    /// Moves past the next line feed, then into `next`; or to the end.
    private int skipLine(byte[] bytes, int from, int to, int next) {
        int at = from;
        while (at < to) {
            if (bytes[at++] == '\n') {
                state = next;
                return at;
            }
        }
        return at;
    }

    private int headerLine(byte[] bytes, int from, int to) {
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
                            headEnds();
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
                case SKIP -> at = skipLine(bytes, at, to, LINE);
                case HEAD_END -> {
                    if (bytes[at] != '\n') {
                        fail("expected a line feed at the end of the head, found another byte");
                        return at;
                    }
                    headEnds();
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
                if (h == CONTENT_LENGTH || h == CONNECTION || h == TRANSFER_ENCODING) {
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
                rest = Math.max(rest, 0) * 10 + digit;
                if (rest > MAX_BODY) {
                    fail("expected a body of at most " + MAX_BODY + " bytes, found a longer one");
                    return at;
                }
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

    private boolean isEmpty() {
        return bodiless || status == 204 || status == 304 || status < 200;
    }

    private void headEnds() {
        if (status < 200 && status != 101) {
            beginHead(); // an interim answer; the real one follows
        } else if (isEmpty()) {
            state = DONE;
        } else if (chunked) {
            rest = UNKNOWN;
            state = CHUNK_SIZE;
        } else if (!encoded && contentLength >= 0) {
            rest = contentLength;
            state = rest == 0 ? DONE : BODY;
        } else {
            state = UNTIL_CLOSE;
        }
    }

    private int body(int from, int to) {
        if (state == UNTIL_CLOSE) {
            countBody(to - from);
            return to;
        }
        int length = (int) Math.min(rest, to - from);
        rest -= length;
        if (rest == 0) {
            state = state == BODY ? DONE : CHUNK_END;
        }
        return from + length;
    }

    private int chunkLine(byte[] bytes, int from, int to) {
        int at = from;
        if (state == CHUNK_END) {
            // The line end after a chunk's data.
            byte b = bytes[at++];
            if (b == '\n') {
                rest = UNKNOWN;
                state = CHUNK_SIZE;
            } else if (b != '\r') {
                fail("expected a line end after a chunk, found another byte");
            }
            return at;
        }
        if (state == CHUNK_EXTENSION) {
            at = skipLine(bytes, at, to, CHUNK_SIZE);
            if (state == CHUNK_SIZE) {
                chunkSizeEnds();
            }
            return at;
        }
        byte b = bytes[at++];
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            rest = Math.max(rest, 0) * 16 + digit;
            if (bodyBytes + rest > MAX_BODY) {
                fail("expected a body of at most " + MAX_BODY + " bytes, found a longer one");
            }
        } else if (rest == UNKNOWN) {
            fail("expected a chunk's size in hexadecimal digits, found something else");
        } else if (b == '\n') {
            chunkSizeEnds();
        } else if (b == ';' || b == ' ' || b == '\t' || b == '\r') {
            state = CHUNK_EXTENSION;
        } else {
            fail("expected the end of a chunk's size, found something else");
        }
        return at;
    }

    private void chunkSizeEnds() {
        bodyBytes += rest;
        state = rest == 0 ? TRAILER_LINE : CHUNK_DATA;
    }

    private int trailer(byte[] bytes, int from, int to) {
        if (state == TRAILER_SKIP) {
            return skipLine(bytes, from, to, TRAILER_LINE);
        }
        byte b = bytes[from];
        if (b == '\n') {
            state = DONE;
        } else if (state == TRAILER_END) {
            fail("expected a line feed at the end of the trailers, found another byte");
        } else {
            state = b == '\r' ? TRAILER_END : TRAILER_SKIP;
        }
        return from + 1;
    }
}
