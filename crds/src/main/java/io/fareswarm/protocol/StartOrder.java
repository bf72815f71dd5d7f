package io.fareswarm.protocol;

/// The start barrier, told to one worker.
///
/// @param run as in the slice
/// @param startNanos the instant at which the run begins, on the clock of the worker that gets this order, nanoseconds. For
/// one that takes up the work of another it is over: that one begins at its slice's `effectiveSecond` after it. What it
/// begins at is at most 10 minutes ahead
public record StartOrder(String run, long startNanos) {}
