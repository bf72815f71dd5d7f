package io.fareswarm.load.send;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

/// Parser of one HTTP/1.1 response after another (RFC 9112) from bytes that come in pieces of any size. It finds the status,
/// the end of the response, and whether the connection stays open; it passes over the rest. Bounds: [#MAX_LINES] and
/// [#MAX_BODY].
final class ResponseParser {
    /// Bytes of the status line and the header lines, interim responses (1xx) included; of one chunk's size line; of the
    /// trailers.
    static final int MAX_LINES = 32 * 1024;
    /// Bytes by which a status line is recognized.
    private static final int HTTP_PREFIX = "HTTP/1.".length();

    /// Bytes of a body, chunk lines included: 1 GiB. The request's timeout bounds the time.
    static final long MAX_BODY = 1L << 30;

    private static final String LONG_BODY = "expected a body of at most " + MAX_BODY + " bytes, found a longer one";

    /// Stands for the rest of a body that ends with the connection.
    private static final long UNTIL_CLOSE = Long.MAX_VALUE;

    private enum State {
        STATUS_LINE, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER, DATA, DONE, BROKEN
    }

    private final ResponseHead head = new ResponseHead();
    private State state = State.DONE;
    private boolean toHead;
    private boolean begun;
    private @Nullable CapturedBody captured;
    /// The beginning of a line whose end is to come; null nearly always.
    private @Nullable ByteArrayOutputStream pieces;
    private int lineBytes;
    private long bodyBytes;
    /// Bytes of the chunk or the body that are to come, or [#UNTIL_CLOSE].
    private long rest;
    private @Nullable String problem;

    /// Expects a new response.
    ///
    /// @param isToHead whether the request was HEAD: its response has no body
    /// @param captures gets the body's bytes; null when no check needs them
    void begin(boolean isToHead, @Nullable CapturedBody captures) {
        toHead = isToHead;
        captured = captures;
        state = State.STATUS_LINE;
        begun = false;
        pieces = null;
        lineBytes = 0;
        bodyBytes = 0;
        problem = null;
        head.begin();
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /// Whether any byte of the response has come.
    boolean hasBegun() {
        return begun;
    }

    /// The status, 100 to 599; 0 until the status line has come.
    int status() {
        return head.status();
    }

    /// Whether a done response leaves the connection open for another request.
    boolean keepsConnection() {
        boolean hasEnd = isEmpty() || head.isChunked()
                || (!head.isEncoded() && head.contentLength() != ResponseHead.UNKNOWN);
        return hasEnd && head.keepsConnection() && head.status() != 101;
    }

    /// Whether a done response's body is compressed.
    boolean isGzip() {
        return head.isGzip();
    }

    /// Why the bytes are no HTTP response; null while they are.
    @Nullable
    String problem() {
        return problem;
    }

    /// Takes the end of the connection. Returns whether the response is complete then.
    boolean end() {
        if (state == State.DATA && rest == UNTIL_CLOSE) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /// Reads on. Returns the index after the last byte read: `to`, or less when the response is done or broken.
    int parse(byte[] bytes, int from, int to) {
        begun |= from < to;
        int at = from;
        while (at < to && state.compareTo(State.DONE) < 0) {
            at = state == State.DATA ? data(bytes, at, to) : line(bytes, at, to);
        }
        return at;
    }

    private void fail(String why) {
        state = State.BROKEN;
        problem = why;
    }

    /// Counts bytes of the body towards its bound.
    private void count(int bytes) {
        bodyBytes += bytes;
        if (bodyBytes > MAX_BODY) {
            fail(LONG_BODY);
        }
    }

    private int data(byte[] bytes, int from, int to) {
        int length = (int) Math.min(rest, to - from);
        if (captured != null) {
            captured.add(bytes, from, length);
        }
        if (rest != UNTIL_CLOSE) {
            rest -= length;
        }
        if (rest == 0) {
            state = head.isChunked() ? State.CHUNK_END : State.DONE;
        }
        count(length);
        return from + length;
    }

    /// Reads up to the next line feed, and parses the line when that has come.
    private int line(byte[] bytes, int from, int to) {
        int feed = ResponseHead.indexOf('\n', bytes, from, to);
        boolean isWhole = feed < to;
        int next = isWhole ? feed + 1 : to;
        lineBytes += next - from;
        if (lineBytes > MAX_LINES) {
            fail("expected header lines of at most " + MAX_LINES + " bytes in all, found longer ones");
        } else if (isWhole && pieces == null) {
            parseLine(bytes, from, feed);
        } else {
            join(bytes, from, feed, isWhole);
        }
        return next;
    }

    private void join(byte[] bytes, int from, int to, boolean isWhole) {
        ByteArrayOutputStream joined = pieces == null ? new ByteArrayOutputStream() : pieces;
        joined.write(bytes, from, to - from);
        pieces = isWhole ? null : joined;
        if (isWhole) {
            parseLine(joined.toByteArray(), 0, joined.size());
        } else if (state == State.STATUS_LINE && joined.size() - (to - from) < HTTP_PREFIX
                && !ResponseHead.canBegin(joined.toByteArray(), 0, joined.size())) {
            fail(ResponseHead.NO_HTTP); // no line end may ever come
        }
    }

    private void parseLine(byte[] bytes, int from, int feed) {
        int end = feed > from && bytes[feed - 1] == '\r' ? feed - 1 : feed;
        boolean isEmpty = from == end;
        if (!isEmpty && bytes[from] == '\r') {
            fail("expected a line feed after a carriage return, found another byte");
            return;
        }
        switch (state) {
            case STATUS_LINE -> {
                state = State.HEADER;
                problem = head.statusLine(bytes, from, end);
            }
            case HEADER -> {
                if (isEmpty) {
                    headEnds();
                } else {
                    problem = head.header(bytes, from, end);
                }
            }
            case CHUNK_SIZE -> chunkBegins(bytes, from, end);
            case CHUNK_END -> {
                state = State.CHUNK_SIZE;
                problem = isEmpty ? null : "expected a line end after a chunk, found another byte";
            }
            default -> state = isEmpty ? State.DONE : State.TRAILER;
        }
        if (problem != null) {
            state = State.BROKEN;
        }
    }

    private boolean isEmpty() {
        int status = head.status();
        return toHead || status == 204 || status == 304 || status < 200;
    }

    private void headEnds() {
        if (head.status() < 200 && head.status() != 101) {
            head.begin(); // an interim response; the final one follows
            state = State.STATUS_LINE;
        } else if (isEmpty() || (!head.isEncoded() && head.contentLength() == 0)) {
            state = State.DONE;
        } else if (head.isChunked()) {
            state = State.CHUNK_SIZE;
            lineBytes = 0;
        } else if (head.isEncoded() || head.contentLength() == ResponseHead.UNKNOWN) {
            state = State.DATA;
            rest = UNTIL_CLOSE;
        } else if (head.contentLength() > MAX_BODY) {
            fail(LONG_BODY);
        } else {
            state = State.DATA;
            rest = head.contentLength();
        }
    }

    private void chunkBegins(byte[] bytes, int from, int end) {
        rest = 0;
        int at = from;
        for (; at < end && Character.digit(bytes[at], 16) >= 0 && rest <= MAX_BODY; at++) {
            rest = rest * 16 + Character.digit(bytes[at], 16);
        }
        state = rest == 0 ? State.TRAILER : State.DATA;
        count(lineBytes);
        lineBytes = 0;
        if (at == from) {
            fail("expected a chunk's size in hexadecimal digits, found something else");
        } else if (rest > MAX_BODY) {
            fail(LONG_BODY);
        } else if (at < end && bytes[at] != ';' && bytes[at] != ' ' && bytes[at] != '\t') {
            fail("expected the end of a chunk's size, found something else");
        }
    }
}
