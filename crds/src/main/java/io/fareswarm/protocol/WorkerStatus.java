package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// State of a worker, in each of its responses.
///
/// @param clockNanos the worker's monotonic clock at the response, nanoseconds from an origin of its own
/// @param ready whether it has warmed up: its send loop is compiled, so it can keep the start barrier
/// @param assignment null before a slice is assigned
/// @param problem why the call was rejected, or why the run broke off; null when all is well
public record WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
        @Nullable String problem) {
    /// What the worker has been assigned.
    ///
    /// @param run id of the run, as in the slice
    /// @param share as in the slice
    /// @param revision number of the load revision that it sends by; 0 without edits
    /// @param startNanos the start barrier on its clock; null before the start is scheduled
    public record Assignment(String run, Slice.Share share, int revision, @Nullable Long startNanos) {}
}
