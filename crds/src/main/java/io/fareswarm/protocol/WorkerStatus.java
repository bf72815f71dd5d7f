package io.fareswarm.protocol;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// State of a worker, in each of its responses.
///
/// @param clockNanos the worker's monotonic clock at the response, nanoseconds from an origin of its own
/// @param ready whether it has warmed up: its send loop is compiled, so it can keep the start barrier
/// @param assignment null before a slice is assigned
/// @param problem why the call was rejected, or why the run broke off; null when all is well
/// @param health null before the first second of a run
public record WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
        @Nullable String problem, @Nullable WorkerHealth health) {
    /// Without figures.
    public WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
            @Nullable String problem) {
        this(clockNanos, ready, state, assignment, problem, null);
    }

    /// @throws NullPointerException when the state is missing, as in JSON of another program
    public WorkerStatus { Objects.requireNonNull(state); }

    /// What the worker has been assigned.
    ///
    /// @param run id of the run, as in the slice
    /// @param share as in the slice
    /// @param revision number of the load revision that it sends by; 0 without edits
    /// @param startNanos the start barrier on its clock; null before the start is scheduled
    public record Assignment(String run, Slice.Share share, int revision, @Nullable Long startNanos) {
        /// @throws NullPointerException when a required part is missing, as in JSON of another program
        public Assignment {
            Objects.requireNonNull(run);
            Objects.requireNonNull(share);
        }
    }
}
