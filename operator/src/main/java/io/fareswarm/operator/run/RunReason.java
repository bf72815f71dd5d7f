package io.fareswarm.operator.run;

/// The reasons of a LoadTest's conditions.
public enum RunReason {
    /// The target cannot take load yet.
    TargetNotReady,
    /// Workers are being created or have not warmed up.
    WorkersStarting,
    /// Every worker is warm.
    AllReady,
    /// A worker ended or stopped responding during the run.
    WorkerLost,
    /// A worker ended or stopped responding during the run, and another one took over.
    WorkerReplaced,
    /// Workers start and get their slices and the start barrier.
    Preparing,
    /// Workers send requests.
    Running,
    /// No new requests start, and those in flight end.
    Finishing,
    /// The whole duration of the run has passed.
    DurationElapsed,
    /// The number of requests that the spec asks for have ended.
    RequestsCompleted,
    /// `spec.stopRun` or a raised `spec.run` ended the run early.
    StopRequested,
    /// A threshold with `abort` failed in a window and ended the run early.
    ThresholdFailed,
    /// No worker was left.
    AllWorkersLost,
    /// The workers were not ready within `spec.startTimeout`.
    StartTimeout,
    /// The retries of a worker were exhausted before the start.
    WorkersFailed,
    /// A worker cannot use its slice.
    SliceRejected,
    /// The spec was edited after the run; a new run applies the edit.
    SpecEdited,
    /// Load on the target is not allowed.
    TargetRejected,
    /// Every threshold passed.
    AllPassed,
    /// A threshold failed.
    SomeFailed,
    /// The thresholds are not judged: the run is not over, never started or is Invalid.
    NotMeasured,
    /// The result is not compared with Prometheus yet.
    CountPending,
    /// Prometheus counted as many requests as the workers reported.
    CountsEqual,
    /// Prometheus counted another number of requests than the workers reported.
    CountsDiffer,
    /// The result cannot be compared with Prometheus.
    CountUnknown
}
