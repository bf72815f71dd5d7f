package io.fareswarm.load.send;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.ContentEncoding;

/// Parser of consecutive HTTP/1.1 responses (RFC 9112), from bytes that arrive in pieces of any size. It finds the
/// status, the end of the response, and whether the connection stays open; it skips everything else. Limits:
/// [#MAX_LINES] and [#MAX_BODY].
final class ResponseParser {
    /// Maximum number of bytes of the status line and header lines, including those of interim responses (1xx). The
    /// same limit applies to the size line of one chunk, and to the trailers.
    static final int MAX_LINES = 32 * 1024;
    /// Number of bytes by which a status line is recognized.
    private static final int HTTP_PREFIX = "HTTP/1.".length();

    /// Maximum number of bytes of a body, chunk lines included: 1 GiB. The request's timeout limits the time.
    static final long MAX_BODY = 1L << 30;

    private static final String LONG_BODY = "expected a body of at most " + MAX_BODY + " bytes, found a longer one";

    /// Value of `rest` for a body that ends with the connection.
    private static final long UNTIL_CLOSE = Long.MAX_VALUE;

    private enum State {
        STATUS_LINE, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER, DATA, DONE, BROKEN
    }

    private final ResponseHead head = new ResponseHead();
    private State state = State.DONE;
    private boolean toHead;
    private boolean begun;
    private @Nullable CapturedBody captured;
    /// The beginning of a line whose end has not arrived; null nearly always.
    private @Nullable ByteArrayOutputStream pieces;
    private int lineBytes;
    private long bodyBytes;
    /// Number of bytes of the chunk or body that have not arrived, or [#UNTIL_CLOSE].
    private long rest;
    private @Nullable String problem;

    /// Prepares for a new response.
    ///
    /// @param isToHead whether the request was HEAD: its response has no body
    /// @param captures receiver of the body's bytes; null if no check needs them
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

    /// Whether any byte of the response has arrived.
    boolean hasBegun() {
        return begun;
    }

    /// The status, 100 to 599; 0 before the status line.
    int status() {
        return head.status();
    }

    /// Whether the connection stays open for another request after the complete response.
    boolean keepsConnection() {
        boolean hasEnd = isEmpty() || head.isChunked()
                || (!head.isEncoded() && head.contentLength() != ResponseHead.UNKNOWN);
        return hasEnd && head.keepsConnection() && head.status() != 101;
    }

    /// How the body of the complete response is compressed.
    ContentEncoding encoding() {
        return head.encoding();
    }

    /// The reason why the bytes are not an HTTP response; null if there is no problem.
    @Nullable
    String problem() {
        return problem;
    }

    /// Handles the end of the connection. Returns whether it completes the response.
    boolean end() {
        if (state == State.DATA && rest == UNTIL_CLOSE) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /// Parses more bytes. Returns the index after the last byte that was parsed: `to`, or less if the response is
    /// complete or broken.
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

    /// Counts bytes of the body towards the limit.
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

    /// Reads up to the next line feed, and parses the line if its end has arrived.
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
            fail(ResponseHead.NO_HTTP); // the line may never end
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
