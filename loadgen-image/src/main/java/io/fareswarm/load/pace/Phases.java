package io.fareswarm.load.pace;

import io.fareswarm.api.worker.Slice;

/// The parts of a run, in nanoseconds from its start barrier: warm-up, duration, and the drain in which nothing new
/// starts.
///
/// @param warmupSeconds whole seconds of warm-up: a warm-up that is no whole number of seconds is rounded up, so that no
/// reported second is half of it
/// @param end from here on nothing is due
/// @param gracefulStop how long requests in flight may still take after the end
public record Phases(long warmupSeconds, long end, long gracefulStop) {
    public static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long LONGEST_MILLIS = 366L * 24 * 3600 * 1000;

    /// @throws IllegalArgumentException when a time is negative, the duration is 0, or one exceeds a year
    public static Phases of(Slice slice) {
        require("warmupMillis", slice.warmupMillis(), 0);
        require("durationMillis", slice.durationMillis(), 1);
        require("gracefulStopMillis", slice.gracefulStopMillis(), 0);
        long warmupSeconds = Math.ceilDiv(slice.warmupMillis(), 1000L);
        return new Phases(warmupSeconds, warmupSeconds * SECOND + slice.durationMillis() * MILLI,
                slice.gracefulStopMillis() * MILLI);
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
