package io.fareswarm.load.pace;

import io.fareswarm.protocol.Slice;

/// The parts of a run, in nanoseconds from its start barrier: warm-up, duration, and the drain in which nothing new
/// starts; and where in it a worker begins.
///
/// @param warmupSeconds whole seconds of warm-up: a warm-up that is no whole number of seconds is rounded up, so that no
/// reported second is half of it
/// @param end from here on nothing is due
/// @param gracefulStop how long requests in flight may still take after the end
/// @param from when the worker begins, a whole second: 0, or later where it takes up the work of another one
public record Phases(long warmupSeconds, long end, long gracefulStop, long from) {
    public static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long LONGEST_MILLIS = 366L * 24 * 3600 * 1000;

    /// Of a worker that begins with the run.
    public Phases(long warmupSeconds, long end, long gracefulStop) {
        this(warmupSeconds, end, gracefulStop, 0);
    }

    /// @throws IllegalArgumentException when a time is negative, the duration is 0, one exceeds a year, or the worker would
    /// begin after the end
    public static Phases of(Slice slice) {
        require("warmupMillis", slice.warmupMillis(), 0);
        require("durationMillis", slice.durationMillis(), 1);
        require("gracefulStopMillis", slice.gracefulStopMillis(), 0);
        long warmupSeconds = Math.ceilDiv(slice.warmupMillis(), 1000L);
        long end = warmupSeconds * SECOND + slice.durationMillis() * MILLI;
        if (slice.effectiveSecond() < 0 || slice.effectiveSecond() > end / SECOND) {
            throw new IllegalArgumentException("expected effectiveSecond from 0 to the end of the run at "
                    + end / SECOND + ", found " + slice.effectiveSecond());
        }
        return new Phases(warmupSeconds, end, slice.gracefulStopMillis() * MILLI, slice.effectiveSecond() * SECOND);
    }

    private static void require(String name, long millis, long least) {
        if (millis < least || millis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "expected " + name + " from " + least + " to " + LONGEST_MILLIS + ", found " + millis);
        }
    }

    /// Whether that second, counted from the barrier, belongs to the warm-up.
    public boolean isWarmup(long second) {
        return second < warmupSeconds;
    }
}
