package io.fareswarm.protocol;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// State of a worker, part of each response.
///
/// @param clockNanos time of the response on the worker's monotonic clock, in nanoseconds since an arbitrary origin
/// @param ready whether the worker has warmed up. Its send loop is compiled then, so it can start in time
/// @param state lifecycle state
/// @param assignment slice that is assigned to the worker; null if there is none
/// @param problem why the call was rejected, or why the run ended early; null if nothing is wrong
/// @param health figures of the last whole second; null before the first
public record WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
        @Nullable String problem, @Nullable WorkerHealth health) {
    /// @throws NullPointerException if the state is missing, as it may be in JSON from another program
    public WorkerStatus { Objects.requireNonNull(state); }

    /// The slice that is assigned to a worker, and its start.
    ///
    /// @param run id of the run, as in the slice
    /// @param share the worker's share, as in the slice
    /// @param revision number of the load revision in effect; 0 without edits
    /// @param startNanos start barrier on the worker's clock; null before the start is scheduled
    public record Assignment(String run, Slice.Share share, int revision, @Nullable Long startNanos) {
        /// @throws NullPointerException if a required component is missing, as it may be in JSON from another program
        public Assignment {
            Objects.requireNonNull(run);
            Objects.requireNonNull(share);
        }
    }
}
