package io.fareswarm.operator.run;

/// The reasons of a LoadTest's conditions.
public enum RunReason {
    /// The target cannot take load yet.
    TargetNotReady,
    /// The FareModel of the target does not exist.
    ModelMissing,
    /// Load on the target is not allowed.
    TargetRejected,
    /// The run waits until others end, because of the administrator's limits.
    Queued,
    /// The run exceeds the administrator's limits.
    LimitExceeded,
    /// Workers are being created or have not warmed up.
    WorkersStarting,
    /// A worker without a share broke the worker protocol; its process is ended.
    WorkerQuarantined,
    /// Every worker has warmed up.
    AllReady,
    /// A worker ended or stopped responding during the run.
    WorkerLost,
    /// A worker was asked to end during the run. It sends until another one takes over.
    WorkerLeaving,
    /// A worker was lost or left during the run, and another one took over.
    WorkerReplaced,
    /// The phase of a run in progress. In Finishing, only requests in flight continue.
    Preparing, Running, Finishing,
    /// The run ended as specified.
    DurationElapsed, RequestsCompleted,
    /// The search for the capacity is complete.
    SearchCompleted,
    /// `spec.stopRun` or a raised `spec.run` ended the run early.
    StopRequested,
    /// A threshold with `abort` failed in a window and ended the run early.
    ThresholdFailed,
    /// No worker was left.
    AllWorkersLost,
    /// The workers were not ready within `spec.startTimeout`.
    StartTimeout,
    /// A worker index had no retries left before the start.
    WorkersFailed,
    /// A worker cannot use its slice.
    SliceRejected,
    /// The spec was edited after the run; a new run applies the edit.
    SpecEdited,
    /// The verdict on the thresholds; NotMeasured before the end, and for an Invalid run.
    AllPassed, SomeFailed, NotMeasured,
    /// The comparison of the workers' number of requests with that of Prometheus.
    CountPending, CountsEqual, CountsDiffer, CountUnknown
}
