package io.fareswarm.load.pace;

import io.fareswarm.protocol.Slice;

/// Phases of a run: warm-up, duration, and drain. In the drain no request starts. Times are nanoseconds from the start
/// barrier.
///
/// @param warmupSeconds warm-up, rounded up to whole seconds, so that no reported interval is half warm-up
/// @param end end of the duration: no request is due at or after it
/// @param gracefulStop maximum time of requests in flight after the end
/// @param from when the worker begins to send, a whole second: 0, or later for a worker that replaces a lost one
public record Phases(long warmupSeconds, long end, long gracefulStop, long from) {
    public static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long LONGEST_MILLIS = 366L * 24 * 3600 * 1000;

    /// The phases of a slice.
    ///
    /// @throws IllegalArgumentException if a time is negative or above a year, the duration is 0, or the worker would
    /// begin after the end
    public static Phases of(Slice slice) {
        return of(slice, slice.timing().durationMillis());
    }

    /// The phases of a slice with a revised duration.
    ///
    /// @throws IllegalArgumentException for the same reasons as [#of(Slice)]
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

    /// Whether a one-second interval belongs to the warm-up. Intervals are numbered from 0.
    public boolean isWarmup(long second) {
        return second < warmupSeconds;
    }
}
