package io.fareswarm.operator.fleet;

/// Response of a worker, with a reading of the worker's clock.
public record WorkerResponse<T>(T body, ClockReading clock) {}
