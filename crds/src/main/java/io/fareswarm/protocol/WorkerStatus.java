package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// What a worker says of itself.
///
/// @param clockNanos its monotonic clock when it answered, nanoseconds from an origin of its own
/// @param ready it has warmed up: its send loop is compiled, it can keep the barrier
/// @param run of the slice that it holds; null before it holds one, as are the next two, `effectiveSecond` and `revision`
/// @param startNanos the barrier on its clock; null before it has one
/// @param effectiveSecond of its slice: the second of the run with which what it reports begins
/// @param revision of its slice
/// @param problem why the last call was refused, or why the worker failed; null when all is well
public record WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable String run,
        @Nullable Integer worker, @Nullable Integer incarnation, @Nullable Long startNanos,
        @Nullable Long effectiveSecond, @Nullable Integer revision, @Nullable String problem) {

    /// Of a worker that begins with the run, or has no slice.
    public WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable String run,
            @Nullable Integer worker, @Nullable Integer incarnation, @Nullable Long startNanos,
            @Nullable String problem) {
        this(clockNanos, ready, state, run, worker, incarnation, startNanos, run == null ? null : 0L,
                run == null ? null : 0, problem);
    }
}
