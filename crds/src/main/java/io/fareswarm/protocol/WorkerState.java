package io.fareswarm.protocol;

/// Where a worker stands. It only ever moves forward.
///
/// Waiting: no slice yet. Sliced: it has one. Armed: it knows the barrier. Running: it sends. Draining: nothing new
/// starts. Finished: its last interval is stored and its total is final.
public enum WorkerState {
    Waiting, Sliced, Armed, Running, Draining, Finished
}
