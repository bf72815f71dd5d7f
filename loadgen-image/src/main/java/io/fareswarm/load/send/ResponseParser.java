package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// Reads one HTTP/1.1 answer from bytes as they come, in pieces of any size, and keeps nothing of them but what it must
/// know: status, where the answer ends, whether the connection lives on. The body's part is [BodyParser]'s.
final class ResponseParser {
    /// Bytes of the status line and header lines together, interim answers (1xx) included.
    static final int MAX_HEAD = 32 * 1024;

    private static final int VERSION = 0;
    private static final int STATUS = 1;
    private static final int REASON = 2;
    private static final int HEADERS = 3;
    private static final int BODY = 4;
    private static final int DONE = 5;
    private static final int BROKEN = 6;

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/', '1', '.'};

    private final HeaderParser headers = new HeaderParser();
    private final BodyParser body = new BodyParser();
    private int state;
    private boolean bodiless;
    private @Nullable CapturedBody kept;
    private boolean isOldVersion;
    private int matched;
    private int status;
    private int headBytes;
    private @Nullable String problem;

    /// Expects a new answer.
    ///
    /// @param hasNoBody the request was HEAD
    /// @param keeps gets the body's bytes; null when nobody asks for them
    void begin(boolean hasNoBody, @Nullable CapturedBody keeps) {
        bodiless = hasNoBody;
        kept = keeps;
        headBytes = 0;
        problem = null;
        beginHead();
    }

    private void beginHead() {
        state = VERSION;
        matched = 0;
        status = 0;
        isOldVersion = false;
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
        return !headers.closes() && (!isOldVersion || headers.keepsOldAlive())
                && (headers.isChunked() || (!headers.isEncoded() && headers.contentLength() >= 0) || isEmpty())
                && status != 101;
    }

    /// Whether a done answer's body is packed.
    boolean isGzip() {
        return headers.isGzip();
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
            at = state <= REASON ? statusLine(bytes, at, to) : headers.parse(bytes, at, to);
            headBytes += at - start;
            if (state == HEADERS && headers.problem() != null) {
                fail(headers.problem());
            } else if (headBytes > MAX_HEAD) {
                fail("expected a head of at most " + MAX_HEAD + " bytes, found a longer one");
            } else if (state == HEADERS && headers.isDone()) {
                headEnds();
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

    private void fail(@Nullable String why) {
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
        while (at < to && state == REASON) {
            if (bytes[at++] == '\n') {
                headers.begin();
                state = HEADERS;
            }
        }
        return at;
    }

    private boolean isEmpty() {
        return bodiless || status == 204 || status == 304 || status < 200;
    }

    private void headEnds() {
        if (status < 200 && status != 101) {
            beginHead(); // an interim answer; the real one follows
        } else if (isEmpty()) {
            state = DONE;
        } else if (headers.isChunked()) {
            body.beginChunked(kept);
            state = BODY;
        } else if (headers.isEncoded() || headers.contentLength() == HeaderParser.UNKNOWN) {
            body.beginUntilClose(kept);
            state = BODY;
        } else if (headers.contentLength() == HeaderParser.TOO_MANY) {
            fail(BodyParser.TOO_LONG);
        } else if (headers.contentLength() > 0) {
            body.beginLength(headers.contentLength(), kept);
            state = BODY;
        } else {
            state = DONE;
        }
    }
}
