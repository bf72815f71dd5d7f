package io.fareswarm.operator.fleet;

/// A worker's response, and the reading of its clock that came with it.
public record WorkerResponse<T>(T body, ClockReading clock) {}
