package io.fareswarm.load.send;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.fareswarm.load.measure.BodyCheck;

/// The body of one response, stored for a check. It stores at most [BodyCheck#MAX_BYTES] plus one byte, which shows
/// that the body is too long, and no more than its [Pool] has memory for.
final class CapturedBody {
    private static final int FIRST_BYTES = 1024;

    private final Pool pool;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int held;
    private int length;

    /// Pool of the captured bodies of one send loop. The bodies share a memory limit, and bodies that are given back
    /// are reused. For one thread.
    static final class Pool {
        /// Maximum number of bodies that are stored for reuse.
        private static final int MOST_SPARE = 256;
        /// Maximum size of a body that is stored for reuse, in bytes.
        private static final int MOST_BYTES_SPARE = 64 * 1024;

        private final Deque<CapturedBody> spare = new ArrayDeque<>();
        /// Remaining memory in bytes.
        long left;

        /// @param room memory for all bodies together in bytes; the first KiB of each body does not count
        Pool(long room) {
            left = room;
        }

        CapturedBody take() {
            return spare.isEmpty() ? new CapturedBody(this) : spare.pop();
        }

        /// Frees a body. The caller must not use it afterwards.
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

    /// Number of bytes in [#bytes()] that belong to the body.
    int held() {
        return held;
    }

    /// The body's length: more than [BodyCheck#MAX_BYTES] if the body is too long, [BodyCheck#NO_ROOM] if the pool had
    /// no memory left.
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
