package io.fareswarm.operator.workers;

/// What a worker answered, and what its clock showed when it did.
public record Answer<T>(T body, WorkerClock clock) {}
