package io.fareswarm.load.pace;

import io.fareswarm.protocol.Slice;

/// Phases of a run, in nanoseconds from its start barrier: warm-up, duration, and the drain, in which nothing new starts.
///
/// @param warmupSeconds warm-up, rounded up to whole seconds, so that no reported interval is half of it
/// @param end of the duration: nothing is due at or after it
/// @param gracefulStop how long requests in flight may take after the end
/// @param from when the worker begins to send, a whole second: 0, or later for one that takes over
public record Phases(long warmupSeconds, long end, long gracefulStop, long from) {
    public static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long LONGEST_MILLIS = 366L * 24 * 3600 * 1000;

    /// The phases of a slice.
    ///
    /// @throws IllegalArgumentException when a time is negative, the duration is 0, one exceeds a year, or the worker would
    /// begin after the end
    public static Phases of(Slice slice) {
        return of(slice, slice.timing().durationMillis());
    }

    /// The phases of a slice with a revised duration.
    ///
    /// @throws IllegalArgumentException as the other does
    public static Phases of(Slice slice, long durationMillis) {
        Slice.Timing timing = slice.timing();
        require("timing.warmupMillis", timing.warmupMillis(), 0);
        require("durationMillis", durationMillis, 1);
        require("timing.gracefulStopMillis", timing.gracefulStopMillis(), 0);
        long warmupSeconds = Math.ceilDiv(timing.warmupMillis(), 1000L);
        long end = warmupSeconds * SECOND + durationMillis * MILLI;
        long fromSecond = slice.share().fromSecond();
        if (fromSecond < 0 || fromSecond > end / SECOND) {
            throw new IllegalArgumentException("expected share.fromSecond from 0 to the end of the run at "
                    + end / SECOND + ", found " + fromSecond);
        }
        return new Phases(warmupSeconds, end, timing.gracefulStopMillis() * MILLI, fromSecond * SECOND);
    }

    private static void require(String name, long millis, long least) {
        if (millis < least || millis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "expected " + name + " from " + least + " to " + LONGEST_MILLIS + ", found " + millis);
        }
    }

    /// Whether the one-second interval with that number, 0 first, belongs to the warm-up.
    public boolean isWarmup(long second) {
        return second < warmupSeconds;
    }
}
