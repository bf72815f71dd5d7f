package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// Finds the end of an answer's body in bytes as they come, and passes them over: by its length, by its chunks, or with the
/// connection. Bounded: [#MAX_BYTES], and [ResponseParser#MAX_HEAD] for trailers.
final class BodyParser {
    /// 1 GiB, chunk lines included. What is longer is broken; the request's timeout bounds the time.
    static final long MAX_BYTES = 1L << 30;

    static final String TOO_LONG = "expected a body of at most " + MAX_BYTES + " bytes, found a longer one";

    private static final int DATA = 0;
    private static final int UNTIL_CLOSE = 1;
    private static final int CHUNK_SIZE = 2;
    private static final int CHUNK_EXTENSION = 3;
    private static final int CHUNK_DATA = 4;
    private static final int CHUNK_END = 5;
    private static final int TRAILER_LINE = 6;
    private static final int TRAILER_SKIP = 7;
    private static final int TRAILER_END = 8;
    private static final int DONE = 9;
    private static final int BROKEN = 10;

    /// No digit of the chunk's size has come yet.
    private static final long UNKNOWN = -1;

    private int state;
    private long rest;
    private long bytesSeen;
    private int trailerBytes;
    private @Nullable CapturedBody kept;
    private @Nullable String problem;

    /// @param length above 0
    /// @param keeps gets the bytes; null when nobody asks for them
    void beginLength(long length, @Nullable CapturedBody keeps) {
        begin(DATA, keeps);
        rest = length;
    }

    void beginChunked(@Nullable CapturedBody keeps) {
        begin(CHUNK_SIZE, keeps);
        rest = UNKNOWN;
    }

    void beginUntilClose(@Nullable CapturedBody keeps) {
        begin(UNTIL_CLOSE, keeps);
    }

    private void begin(int firstState, @Nullable CapturedBody keeps) {
        kept = keeps;
        state = firstState;
        bytesSeen = 0;
        trailerBytes = 0;
        problem = null;
    }

    boolean isDone() {
        return state == DONE;
    }

    /// Why the bytes are no body; null while they are.
    @Nullable
    String problem() {
        return problem;
    }

    /// The connection ended. Returns whether the body is whole by that.
    boolean end() {
        return state == UNTIL_CLOSE;
    }

    /// Reads on. Returns the index after the last byte read: `to`, or less when the body is done or broken.
    int parse(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state < DONE) {
            at = switch (state) {
                case DATA, CHUNK_DATA -> data(bytes, at, to);
                case UNTIL_CLOSE -> {
                    keep(bytes, at, to - at);
                    yield to;
                }
                case CHUNK_EXTENSION -> extension(bytes, at, to);
                case TRAILER_SKIP -> trailer(bytes, at, to);
                default -> {
                    lineByte(bytes[at]);
                    yield at + 1;
                }
            };
        }
        bytesSeen += at - from;
        if (bytesSeen > MAX_BYTES) {
            fail(TOO_LONG);
        }
        return at;
    }

    private void fail(String why) {
        state = BROKEN;
        problem = why;
    }

    private void keep(byte[] bytes, int from, int length) {
        if (kept != null) {
            kept.add(bytes, from, length);
        }
    }

    private int data(byte[] bytes, int from, int to) {
        int length = (int) Math.min(rest, to - from);
        keep(bytes, from, length);
        rest -= length;
        if (rest == 0) {
            state = state == DATA ? DONE : CHUNK_END;
        }
        return from + length;
    }

    private void lineByte(byte b) {
        switch (state) {
            case CHUNK_SIZE -> chunkSize(b);
            case CHUNK_END -> {
                if (b == '\n') {
                    rest = UNKNOWN;
                    state = CHUNK_SIZE;
                } else if (b != '\r') {
                    fail("expected a line end after a chunk, found another byte");
                }
            }
            default -> trailerLine(b);
        }
    }

    private void chunkSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            rest = Math.max(rest, 0) * 16 + digit;
            if (rest > MAX_BYTES) {
                fail(TOO_LONG);
            }
        } else if (rest == UNKNOWN) {
            fail("expected a chunk's size in hexadecimal digits, found something else");
        } else if (b == '\n') {
            chunkBegins();
        } else if (b == ';' || b == ' ' || b == '\t' || b == '\r') {
            state = CHUNK_EXTENSION;
        } else {
            fail("expected the end of a chunk's size, found something else");
        }
    }

    private int extension(byte[] bytes, int from, int to) {
        int at = afterLine(bytes, from, to);
        if (bytes[at - 1] == '\n') {
            chunkBegins();
        }
        return at;
    }

    private void chunkBegins() {
        state = rest == 0 ? TRAILER_LINE : CHUNK_DATA;
    }

    private void trailerLine(byte b) {
        if (b == '\n') {
            state = DONE;
        } else if (state == TRAILER_END) {
            fail("expected a line feed at the end of the trailers, found another byte");
        } else {
            state = b == '\r' ? TRAILER_END : TRAILER_SKIP;
        }
    }

    private int trailer(byte[] bytes, int from, int to) {
        int at = afterLine(bytes, from, to);
        trailerBytes += at - from;
        if (trailerBytes > ResponseParser.MAX_HEAD) {
            fail("expected trailers of at most " + ResponseParser.MAX_HEAD + " bytes, found longer ones");
        } else if (bytes[at - 1] == '\n') {
            state = TRAILER_LINE;
        }
        return at;
    }

    /// The index after the next line feed, or the end.
    private static int afterLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at++] == '\n') {
                break;
            }
        }
        return at;
    }
}
