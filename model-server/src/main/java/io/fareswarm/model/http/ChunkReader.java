package io.fareswarm.model.http;

import java.util.Arrays;

/// Puts a body together that comes in chunks.
final class ChunkReader {
    private static final int MOST_SIZE_DIGITS = 20;
    private static final int FIRST_BUFFER = 512;

    private enum Next {
        SIZE, DATA, LINE_END, TRAILERS, NOTHING
    }

    private final Limits limits;
    private byte[] body = new byte[FIRST_BUFFER];
    private int length;
    private long left;
    private Next next = Next.SIZE;

    ChunkReader(Limits limits) {
        this.limits = limits;
    }

    boolean done() {
        return next == Next.NOTHING;
    }

    byte[] body() {
        return Arrays.copyOf(body, length);
    }

    /// Bytes of memory that it takes.
    int held() {
        return body.length;
    }

    /// Reads what it can; where the unread begins.
    int read(byte[] bytes, int from, int end) throws Refusal {
        int at = from;
        int before = -1;
        while (at != before && !done()) {
            before = at;
            at = switch (next) {
                case SIZE -> size(bytes, at, end);
                case DATA -> data(bytes, at, end);
                case LINE_END -> lineEnd(bytes, at, end);
                case TRAILERS -> trailers(bytes, at, end);
                case NOTHING -> at;
            };
        }
        return at;
    }

    private int size(byte[] bytes, int from, int end) throws Refusal {
        int stop = from;
        while (stop < end - 1 && !(bytes[stop] == '\r' && bytes[stop + 1] == '\n')) {
            stop++;
        }
        if (stop >= end - 1) {
            if (end - from > limits.headBytes()) {
                throw Refusal.of(431);
            }
            return from;
        }
        left = 0;
        int at = from;
        for (; at < stop && Character.digit(bytes[at], 16) >= 0; at++) {
            left = Math.min(left * 16 + Character.digit(bytes[at], 16), Integer.MAX_VALUE);
        }
        if (at == from || at - from > MOST_SIZE_DIGITS || !isExtension(bytes, at, stop)) {
            throw Refusal.broken();
        }
        if (left + length > limits.bodyBytes()) {
            throw Refusal.of(413);
        }
        next = left == 0 ? Next.TRAILERS : Next.DATA;
        return stop + 2;
    }

    private static boolean isExtension(byte[] bytes, int from, int to) {
        boolean extension = from < to && bytes[from] == ';';
        for (int i = from; i < to; i++) {
            if (extension ? bytes[i] == '\n' : bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private int data(byte[] bytes, int at, int end) {
        int count = (int) Math.min(left, end - at);
        if (length + count > body.length) {
            body = Arrays.copyOf(body, Math.max(length + count, 2 * body.length));
        }
        System.arraycopy(bytes, at, body, length, count);
        length += count;
        left -= count;
        if (left == 0) {
            next = Next.LINE_END;
        }
        return at + count;
    }

    private int lineEnd(byte[] bytes, int at, int end) throws Refusal {
        if ((at < end && bytes[at] != '\r') || (at + 1 < end && bytes[at + 1] != '\n')) {
            throw Refusal.broken();
        }
        if (at + 1 >= end) {
            return at;
        }
        next = Next.SIZE;
        return at + 2;
    }

    private int trailers(byte[] bytes, int at, int end) throws Refusal {
        int stop;
        if (at < end && bytes[at] == '\n') {
            stop = at + 1;
        } else if (at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n') {
            stop = at + 2;
        } else {
            stop = RequestReader.emptyLine(bytes, at, end);
            if (stop < 0 ? end - at > limits.headBytes() : stop - at > limits.headBytes()) {
                throw Refusal.of(431);
            }
            if (stop < 0) {
                return at;
            }
            Head.check(bytes, at, stop);
        }
        next = Next.NOTHING;
        return stop;
    }
}
