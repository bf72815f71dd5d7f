package io.fareswarm.load.send;

import java.util.Arrays;

import io.fareswarm.load.measure.BodyCheck;

/// The body of one answer, for those who look into it; what is beyond [BodyCheck#MAX_BYTES] is not kept, nor is what there
/// is no [Room] for.
final class CapturedBody {
    /// What each has, whatever room there is.
    private static final int LEAST = 1024;

    /// What one keeps for the next answer.
    private static final int SMALL = 64 * 1024;

    private final Room room;
    private byte[] bytes = new byte[LEAST];
    private int held;
    private int length;

    /// What the bodies of a worker may take together, beyond the first [#LEAST] bytes of each. For one thread.
    static final class Room {
        private long left;

        Room(long bytes) {
            left = bytes;
        }

        private boolean take(long bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        private void giveBack(long bytes) {
            left += bytes;
        }

        long left() {
            return left;
        }
    }

    CapturedBody(Room room) {
        this.room = room;
    }

    /// Empties it; one that has grown large is small again.
    void clear() {
        if (bytes.length > SMALL) {
            discard();
        }
        held = 0;
        length = 0;
    }

    /// Leaves its room to others.
    void discard() {
        room.giveBack(bytes.length - LEAST);
        bytes = new byte[LEAST];
        held = 0;
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /// How much of [#bytes()] is the body's.
    int held() {
        return held;
    }

    /// More than [BodyCheck#MAX_BYTES] when there were more, and [BodyCheck#NO_ROOM] when there was no room for them.
    int length() {
        return length;
    }

    void add(byte[] from, int at, int count) {
        if (length == BodyCheck.NO_ROOM) {
            return;
        }
        int kept = Math.min(count, BodyCheck.MAX_BYTES + 1 - length);
        if (kept > bytes.length - length && !grow(length + kept)) {
            length = BodyCheck.NO_ROOM;
            return;
        }
        System.arraycopy(from, at, bytes, length, kept);
        length += kept;
        held = length;
    }

    private boolean grow(int least) {
        int size = Math.min(Math.max(bytes.length * 2, least), BodyCheck.MAX_BYTES + 1);
        if (!room.take(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
