package io.fareswarm.operator.run;

/// One of the workers that have a worker index in turn.
///
/// @param index of the worker in the run, from 0
/// @param attempt how many workers had the index before
public record WorkerAttempt(int index, int attempt) {}
