package io.fareswarm.model.http;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Makes requests of the bytes that one connection brings, in whatever pieces they come.
///
/// It reads in the array that it is given, and has one of its own only while a request has come in part.
final class RequestReader {
    private static final byte[] NOTHING = {};

    private final Limits limits;
    private final Budget budget;
    private byte[] bytes = NOTHING;
    private int at;
    private int end;
    /// Bytes of an array of our own, 0 when we have none.
    private int held;
    /// How far the head's end has been looked for, from `at`.
    private int searched;
    private @Nullable Head head;
    private @Nullable ChunkReader chunks;
    private int heldByChunks;
    private int heldByHead;

    RequestReader(Limits limits, Budget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /// Takes what came. The array is the caller's again after [#keep].
    void feed(byte[] more, int count) throws Refusal {
        if (held == 0) {
            bytes = more;
            at = 0;
            end = count;
            return;
        }
        int unread = end - at;
        if (bytes.length - unread < count) {
            own(Math.max(unread + count, Math.min(2 * bytes.length, limits.bodyBytes() + limits.headBytes())));
        } else {
            if (at > 0) {
                System.arraycopy(bytes, at, bytes, 0, unread);
            }
            at = 0;
            end = unread;
        }
        System.arraycopy(more, 0, bytes, end, count);
        end += count;
    }

    /// Moves what is unread to an array of our own.
    private void own(int size) throws Refusal {
        budget.take(size - held);
        byte[] mine = new byte[size];
        System.arraycopy(bytes, at, mine, 0, end - at);
        bytes = mine;
        end -= at;
        at = 0;
        held = size;
    }

    /// Ends the use of the array that was given.
    void keep() throws Refusal {
        if (at == end) {
            releaseBytes();
        } else if (held == 0) {
            own(Math.max(end - at, 512));
        }
    }

    /// Gives all memory back.
    void release() {
        releaseBytes();
        chunks = null;
        budget.giveBack(heldByChunks);
        heldByChunks = 0;
        releaseHead();
    }

    private void releaseHead() {
        head = null;
        budget.giveBack(heldByHead);
        heldByHead = 0;
    }

    private void releaseBytes() {
        if (held > 0) {
            budget.giveBack(held);
        }
        held = 0;
        bytes = NOTHING;
        at = 0;
        end = 0;
    }

    /// Whether a request has begun and not come whole.
    boolean within() {
        return head != null || at < end;
    }

    /// Of the request whose body has not come whole; null when there is none.
    @Nullable
    Head head() {
        return head;
    }

    /// Whether a client waits to be told that it may send its body.
    boolean awaitsGo() {
        return head != null && head.awaitsGo() && at == end;
    }

    /// The next request, null when it has not come whole.
    ///
    /// @throws Refusal when it is not HTTP, or beyond a limit
    @Nullable
    Request next() throws Refusal {
        if (head == null) {
            head = readHead();
            if (head == null) {
                return null;
            }
            if (head.length() > limits.bodyBytes()) {
                throw Refusal.of(413);
            }
            chunks = head.chunked() ? new ChunkReader(limits) : null;
        }
        byte[] body = chunks == null ? readPlain((int) head.length()) : readChunks(chunks);
        if (body == null) {
            if (heldByHead == 0) {
                budget.take(head.held());
                heldByHead = head.held();
            }
            return null;
        }
        Request request = new Request(head, body);
        releaseHead();
        return request;
    }

    private @Nullable Head readHead() throws Refusal {
        if (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            throw Refusal.broken();
        }
        int stop = emptyLine(bytes, at + searched, end);
        if (stop - at > limits.headBytes() || (stop < 0 && end - at > limits.headBytes())) {
            throw Refusal.of(431);
        }
        if (stop < 0) {
            searched = Math.max(0, end - at - 2);
            return null;
        }
        searched = 0;
        Head read = Head.read(bytes, at, stop);
        at = stop;
        return read;
    }

    /// Where the first empty line after another one ends, -1 when it is not there.
    static int emptyLine(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\n') {
                if (bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (bytes[i + 1] == '\r' && i + 2 < to && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    private byte @Nullable [] readPlain(int length) {
        if (length == 0) {
            return NOTHING;
        }
        if (end - at < length) {
            return null;
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private byte @Nullable [] readChunks(ChunkReader reader) throws Refusal {
        at = reader.read(bytes, at, end);
        if (reader.done()) {
            budget.giveBack(heldByChunks);
            heldByChunks = 0;
            chunks = null;
            return reader.body();
        }
        budget.take(reader.held() - heldByChunks);
        heldByChunks = reader.held();
        return null;
    }
}
