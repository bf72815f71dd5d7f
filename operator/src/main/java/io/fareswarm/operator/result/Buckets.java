package io.fareswarm.operator.result;

import io.fareswarm.api.worker.WorkerProtocol;

/// Which microseconds each bucket of the protocol's histograms counts: HdrHistogram's layout for 3 significant digits.
/// The first 2,048 buckets hold one value each, every further 1,024 hold twice as many values a bucket.
final class Buckets {
    private static final int HALF_MAGNITUDE = 10;
    private static final int HALF = 1 << HALF_MAGNITUDE;

    /// How many buckets reach from 0 to the protocol's maximum.
    static final int LENGTH = 23 * HALF;

    private Buckets() {}

    /// The bucket of a value; values outside the range count at its nearest end.
    static int indexOf(long micros) {
        long value = Math.clamp(micros, 1, WorkerProtocol.HISTOGRAM_MAX_MICROS);
        int octave = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - HALF_MAGNITUDE - 1);
        return octave * HALF + (int) (value >>> octave);
    }

    /// The smallest value of a bucket, microseconds.
    static long lowest(int index) {
        int octave = octave(index);
        return (long) (index - octave * HALF) << octave;
    }

    /// The greatest value of a bucket, microseconds.
    static long highest(int index) {
        return lowest(index) + (1L << octave(index)) - 1;
    }

    private static int octave(int index) {
        return Math.max(0, index / HALF - 1);
    }
}
