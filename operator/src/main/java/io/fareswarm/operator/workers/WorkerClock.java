package io.fareswarm.operator.workers;

import java.time.Duration;
import java.time.Instant;

/// A reading of a worker's monotonic clock against the operator's.
///
/// @param workerNanos what the worker's clock showed, nanoseconds
/// @param at the operator's time in the middle of the call that told it
/// @param uncertainty half of what the call took: the reading is wrong by that much at most
public record WorkerClock(long workerNanos, Instant at, Duration uncertainty) {

    /// What the worker's clock shows at an instant of the operator's.
    public long nanosAt(Instant instant) {
        return workerNanos + Duration.between(at, instant).toNanos();
    }

    /// The surer of two readings of the same clock.
    public WorkerClock surer(WorkerClock other) {
        return other.uncertainty.compareTo(uncertainty) < 0 ? other : this;
    }
}
