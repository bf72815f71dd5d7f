package io.fareswarm.protocol;

/// Lifecycle state of a worker. It only moves forward.
public enum WorkerState {
    /// No slice yet.
    Waiting,
    /// A slice is assigned.
    Sliced,
    /// The start is scheduled.
    Armed,
    /// The worker sends.
    Running,
    /// Nothing new starts; requests are still in flight.
    Draining,
    /// The last interval is closed and the total is final.
    Finished
}
