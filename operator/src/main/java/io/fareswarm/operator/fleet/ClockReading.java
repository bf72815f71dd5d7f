package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.time.Instant;

/// A reading of a worker's monotonic clock against the operator's clock.
///
/// @param workerNanos time on the worker's clock, nanoseconds
/// @param at time on the operator's clock, in the middle of the call that read the worker's clock
/// @param uncertainty maximum error of the reading: half of the call's round trip
public record ClockReading(long workerNanos, Instant at, Duration uncertainty) {
    private static final Duration FRESH = Duration.ofSeconds(30);

    /// Converts an instant of the operator's clock into nanoseconds of the worker's.
    public long nanosAt(Instant instant) {
        return workerNanos + Duration.between(at, instant).toNanos();
    }

    /// The more certain of this reading and a later one of the same clock. If this reading is more than 30 s older, it is
    /// the later one, because the operator's clock may have been set in between.
    public ClockReading moreCertain(ClockReading later) {
        boolean stale = Duration.between(at, later.at).abs().compareTo(FRESH) > 0;
        return stale || later.uncertainty.compareTo(uncertainty) < 0 ? later : this;
    }
}
