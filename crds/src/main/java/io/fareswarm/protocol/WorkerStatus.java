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
/// @param leaving set when the process was asked to end (SIGTERM); null before
public record WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
        @Nullable String problem, @Nullable WorkerHealth health, @Nullable Leaving leaving) {
    /// Maximum length of a problem, characters; a longer one is cut.
    private static final int MAX_PROBLEM = 1000;

    /// @throws NullPointerException if the state is missing, as it may be in JSON from another program
    public WorkerStatus {
        Objects.requireNonNull(state);
        problem = problem == null || problem.length() <= MAX_PROBLEM ? problem : problem.substring(0, MAX_PROBLEM);
    }

    /// The status of a worker that is not leaving.
    public WorkerStatus(long clockNanos, boolean ready, WorkerState state, @Nullable Assignment assignment,
            @Nullable String problem, @Nullable WorkerHealth health) {
        this(clockNanos, ready, state, assignment, problem, health, null);
    }

    /// How a leaving worker ends its part of the run.
    ///
    /// @param untilSecond second of the run from which another worker has to send the share. A worker that sends has the
    /// last second that its grace period leaves, or the ordered one. Null before the start, and when the worker has
    /// completed its share
    /// @param ordered whether a [HandOver] set that second
    public record Leaving(@Nullable Long untilSecond, boolean ordered) {
        /// @throws IllegalArgumentException if the second is out of range
        public Leaving {
            if (untilSecond != null) {
                Bounds.requireRange("leaving.untilSecond", untilSecond, IntervalReport.Span.MAX_SECONDS);
            }
        }
    }

    /// The slice that is assigned to a worker, and its start.
    ///
    /// @param run id of the run, as in the slice
    /// @param share the worker's share, as in the slice
    /// @param revision number of the load revision in effect; 0 without edits
    /// @param startNanos start barrier on the worker's clock; null before the start is scheduled
    public record Assignment(String run, Slice.Share share, int revision, @Nullable Long startNanos) {
        /// Maximum length of a run's id: a namespace, a name and a number.
        private static final int MAX_RUN = 400;

        /// @throws NullPointerException if a required component is missing, as it may be in JSON from another program
        /// @throws IllegalArgumentException if the run's id is too long or the first second is out of range
        public Assignment {
            Bounds.requireText("assignment.run", run, MAX_RUN);
            Objects.requireNonNull(share);
            Bounds.requireRange("assignment.share.fromSecond", share.fromSecond(), IntervalReport.Span.MAX_SECONDS);
        }
    }
}
