package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// Reads one HTTP/1.1 answer from bytes as they come, in pieces of any size, and keeps nothing of them but what it must
/// know: status, where the answer ends, whether the connection lives on. The body's part is [BodyParser]'s.
final class AnswerParser {
    /// Bytes of the status line and header lines together, interim answers (1xx) included.
    static final int MAX_HEAD = 32 * 1024;

    private static final int VERSION = 0;
    private static final int STATUS = 1;
    private static final int REASON = 2;
    private static final int LINE = 3;
    private static final int NAME = 4;
    private static final int VALUE = 5;
    private static final int SKIP = 6;
    private static final int HEAD_END = 7;
    private static final int BODY = 8;
    private static final int DONE = 9;
    private static final int BROKEN = 10;

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
    /// Any length beyond the bound. It matters only where a body follows: an answer to HEAD may tell a greater one.
    private static final long TOO_MANY = BodyParser.MAX_BYTES + 1;

    private final BodyParser body = new BodyParser();
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
        if (state == BODY && body.end()) {
            state = DONE;
        }
        return state == DONE;
    }

    /// Reads on. Returns the index after the last byte read: `to`, or less when the answer is done or broken.
    int parse(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state < BODY) {
            int start = at;
            at = state <= REASON ? statusLine(bytes, at, to) : headerLine(bytes, at, to);
            headBytes += at - start;
            if (headBytes > MAX_HEAD) {
                fail("expected a head of at most " + MAX_HEAD + " bytes, found a longer one");
            }
        }
        if (at < to && state == BODY) {
            at = body.parse(bytes, at, to);
            problem = body.problem();
            if (problem != null) {
                state = BROKEN;
            } else if (body.isDone()) {
                state = DONE;
            }
        }
        return at;
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
            body.beginChunked();
            state = BODY;
        } else if (encoded || contentLength == UNKNOWN) {
            body.beginUntilClose();
            state = BODY;
        } else if (contentLength == TOO_MANY) {
            fail(BodyParser.TOO_LONG);
        } else if (contentLength > 0) {
            body.beginLength(contentLength);
            state = BODY;
        } else {
            state = DONE;
        }
    }
}
