package io.fareswarm.operator.run;

/// The identity of a worker: its index, and which attempt at running that index it is.
///
/// @param index of the worker in the run, from 0
/// @param attempt how many workers had the index before
public record WorkerAttempt(int index, int attempt) {}
