package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.time.Instant;

/// A reading of a worker's monotonic clock against the operator's clock.
///
/// @param workerNanos what the worker's clock showed, nanoseconds
/// @param at the operator's time in the middle of the call that read it
/// @param uncertainty the greatest error of the reading: half of the call's round trip
public record ClockReading(long workerNanos, Instant at, Duration uncertainty) {
    private static final Duration FRESH = Duration.ofSeconds(30);

    /// Converts an instant of the operator's clock into nanoseconds of the worker's.
    public long nanosAt(Instant instant) {
        return workerNanos + Duration.between(at, instant).toNanos();
    }

    /// The more certain of this reading and a later one of the same clock. A reading older than half a minute gives way to
    /// the later one, since the operator's clock may have been set in between.
    public ClockReading moreCertain(ClockReading later) {
        boolean stale = Duration.between(at, later.at).abs().compareTo(FRESH) > 0;
        return stale || later.uncertainty.compareTo(uncertainty) < 0 ? later : this;
    }
}
