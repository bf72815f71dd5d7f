package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.time.Instant;

/// A reading of a worker's monotonic clock against the operator's.
///
/// @param workerNanos what the worker's clock showed, nanoseconds
/// @param at the operator's time in the middle of the call that told it
/// @param uncertainty half of what the call took: the reading is wrong by that much at most
public record WorkerClock(long workerNanos, Instant at, Duration uncertainty) {

    private static final Duration FRESH = Duration.ofSeconds(30);

    /// What the worker's clock shows at an instant of the operator's.
    public long nanosAt(Instant instant) {
        return workerNanos + Duration.between(at, instant).toNanos();
    }

    /// The surer of this reading and a later one of the same clock. One that is older than half a minute gives way, since
    /// the operator's own clock may have been set meanwhile.
    public WorkerClock surer(WorkerClock later) {
        boolean stale = Duration.between(at, later.at).abs().compareTo(FRESH) > 0;
        return stale || later.uncertainty.compareTo(uncertainty) < 0 ? later : this;
    }
}
