package io.fareswarm.operator.run;

/// Every reason that a LoadTest's conditions can have.
public enum Reason {
    /// The target cannot be swarmed yet.
    TargetNotReady,
    /// Workers are being created or have not warmed up.
    WorkersStarting,
    /// Every worker is warm.
    AllReady,
    /// A worker ended or fell silent during the run.
    WorkerLost,
    /// A worker ended or fell silent during the run, and another one has taken up its part.
    WorkerRestarted,
    /// Slices are handed out and the start barrier is set.
    Preparing, Running, Finishing,
    /// The run went its whole length.
    DurationOver,
    /// As many requests as it should send have ended.
    RequestsDone,
    /// It was told to end early.
    StopAsked,
    /// A window broke a threshold that ends the run.
    ThresholdBroken,
    /// No worker was left.
    AllWorkersLost,
    /// The workers or the target were not ready in time.
    StartTimeout,
    /// A worker ended again and again before the start.
    WorkersFail,
    /// A worker cannot do what the spec asks of it.
    SliceRefused,
    /// The spec was changed after the run, and waits for a new one.
    Edited,
    /// The target must not be swarmed.
    TargetRefused,
    /// The judgement of the thresholds.
    AllKept, SomeBroken, NotMeasured,
    /// The comparison with what Prometheus counted: not made yet, equal, different, or not to be made.
    Asking, CountsEqual, CountsDiffer, NoCount
}
