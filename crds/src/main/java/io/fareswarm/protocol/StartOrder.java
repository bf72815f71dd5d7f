package io.fareswarm.protocol;

/// The scheduled start of a run, for one worker.
///
/// @param run id of the run, as in the slice
/// @param startNanos start barrier: the instant at which the run begins, on the clock of the worker that receives the order,
/// nanoseconds. The worker sends from its share's `fromSecond` after it, which is in the future, at most 10 minutes ahead. So
/// for a worker that replaces a lost one the barrier itself is in the past
public record StartOrder(String run, long startNanos) {}
