package io.fareswarm.operator.run;

/// Identity of a worker in a run: its index and its attempt.
///
/// @param index of the worker in the run, from 0
/// @param attempt number of earlier workers with the same index
public record WorkerAttempt(int index, int attempt) {}
