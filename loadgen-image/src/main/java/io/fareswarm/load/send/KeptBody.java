package io.fareswarm.load.send;

import java.util.Arrays;

import io.fareswarm.load.measure.BodyCheck;

/// The body of one answer, for those who look into it; what is beyond [BodyCheck#MAX_BYTES] is not kept.
final class KeptBody {
    private static final int SMALL = 16 * 1024;

    private byte[] bytes = new byte[1024];
    private int length;

    /// Empties it; one that has grown large is small again.
    void clear() {
        if (bytes.length > SMALL) {
            bytes = new byte[SMALL];
        }
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /// More than [BodyCheck#MAX_BYTES] when there were more.
    int length() {
        return length;
    }

    void add(byte[] from, int at, int count) {
        int kept = Math.min(count, BodyCheck.MAX_BYTES + 1 - length);
        if (kept > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + kept));
        }
        System.arraycopy(from, at, bytes, length, kept);
        length += kept;
    }
}
