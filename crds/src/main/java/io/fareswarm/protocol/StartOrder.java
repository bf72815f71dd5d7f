package io.fareswarm.protocol;

/// The scheduled start of a run, for one worker.
///
/// @param run id of the run, as in the slice
/// @param startNanos start barrier: the instant at which the run begins, in nanoseconds on the clock of the worker that
/// receives the order. The worker begins to send `fromSecond` seconds after the barrier. That must be in the future,
/// and at most 10 minutes ahead. So the barrier itself is in the past if the worker replaces a lost one
public record StartOrder(String run, long startNanos) {}
