package io.fareswarm.load.send;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.fareswarm.load.measure.BodyCheck;

/// The body of one response, stored for a check. It holds at most [BodyCheck#MAX_BYTES] and one more, which shows that the
/// body is longer, and no more than its [Pool] has room for.
final class CapturedBody {
    private static final int FIRST_BYTES = 1024;

    private final Pool pool;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int held;
    private int length;

    /// The captured bodies of one send loop. They share a bound of memory, and those that are given back are used again. For
    /// one thread.
    static final class Pool {
        /// Bodies that wait for the next use, at most.
        private static final int MOST_SPARE = 256;
        /// A longer one is not used again.
        private static final int MOST_BYTES_SPARE = 64 * 1024;

        private final Deque<CapturedBody> spare = new ArrayDeque<>();
        /// Bytes of room.
        long left;

        /// @param room bytes for all bodies together, beyond the first KiB of each
        Pool(long room) {
            left = room;
        }

        CapturedBody take() {
            return spare.isEmpty() ? new CapturedBody(this) : spare.pop();
        }

        /// Frees a body, which must not be used any more.
        void giveBack(CapturedBody body) {
            body.held = 0;
            body.length = 0;
            if (spare.size() == MOST_SPARE || body.bytes.length > MOST_BYTES_SPARE) {
                left += body.bytes.length - FIRST_BYTES;
            } else {
                spare.push(body);
            }
        }
    }

    private CapturedBody(Pool pool) {
        this.pool = pool;
    }

    byte[] bytes() {
        return bytes;
    }

    /// How many of [#bytes()] belong to the body.
    int held() {
        return held;
    }

    /// The body's length: more than [BodyCheck#MAX_BYTES] for any longer one, [BodyCheck#NO_ROOM] when the pool had no room.
    int length() {
        return length;
    }

    void add(byte[] from, int at, int count) {
        if (length == BodyCheck.NO_ROOM) {
            return;
        }
        int more = Math.min(count, BodyCheck.MAX_BYTES + 1 - length);
        if (more > bytes.length - length && !grow(length + more)) {
            length = BodyCheck.NO_ROOM;
            return;
        }
        System.arraycopy(from, at, bytes, length, more);
        length += more;
        held = length;
    }

    private boolean grow(int least) {
        int size = Math.min(Math.max(bytes.length * 2, least), BodyCheck.MAX_BYTES + 1);
        if (size - bytes.length > pool.left) {
            return false;
        }
        pool.left -= size - bytes.length;
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
