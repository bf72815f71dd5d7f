package io.fareswarm.protocol;

/// Lifecycle state of a worker. A worker never returns to an earlier state.
public enum WorkerState {
    /// The worker has no slice yet.
    Waiting,
    /// The worker has a slice.
    Sliced,
    /// The start is scheduled.
    Armed,
    /// The worker sends requests.
    Running,
    /// No new request starts; requests are still in flight.
    Draining,
    /// The last interval is complete and the total is final.
    Finished
}
