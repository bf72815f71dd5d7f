package io.fareswarm.operator.run;

/// Every reason that a LoadTest's conditions can have.
public enum RunReason {
    /// The target cannot be swarmed yet.
    TargetNotReady,
    /// Workers are being created or have not warmed up.
    WorkersStarting,
    /// Every worker is warm.
    AllReady,
    /// A worker ended or fell silent during the run.
    WorkerLost,
    /// A worker ended or fell silent during the run, and another one has taken up its part.
    WorkerReplaced,
    /// Slices are handed out and the start barrier is set.
    Preparing, Running, Finishing,
    /// The run went its whole length.
    DurationElapsed,
    /// As many requests as it should send have ended.
    RequestsCompleted,
    /// It was told to end early.
    StopRequested,
    /// A window broke a threshold that ends the run.
    ThresholdFailed,
    /// No worker was left.
    AllWorkersLost,
    /// The workers or the target were not ready in time.
    StartTimeout,
    /// A worker ended again and again before the start.
    WorkersFailed,
    /// A worker cannot do what the spec asks of it.
    SliceRejected,
    /// The spec was changed after the run, and waits for a new one.
    SpecEdited,
    /// The target must not be swarmed.
    TargetRejected,
    /// The judgement of the thresholds.
    AllPassed, SomeFailed, NotMeasured,
    /// The comparison with what Prometheus counted: not made yet, equal, different, or not to be made.
    CountPending, CountsEqual, CountsDiffer, CountUnknown
}
