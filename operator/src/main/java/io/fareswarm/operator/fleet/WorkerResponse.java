package io.fareswarm.operator.fleet;

/// What a worker answered, and what its clock showed when it did.
public record WorkerResponse<T>(T body, WorkerClock clock) {}
