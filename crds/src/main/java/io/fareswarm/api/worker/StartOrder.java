package io.fareswarm.api.worker;

/// The start barrier, told to one worker.
///
/// @param run as in the slice
/// @param startNanos the instant at which the run begins, on the clock of the worker that gets this order, nanoseconds,
/// at most 10 minutes ahead
public record StartOrder(String run, long startNanos) {}
