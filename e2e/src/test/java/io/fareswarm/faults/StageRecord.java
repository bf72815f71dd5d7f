package io.fareswarm.faults;

/// A stage without a fault.
///
/// @param state the state at its end
/// @param writes number of the operator's writes
/// @param events number of changes that its watches delivered
record StageRecord(WorldState state, int writes, int events) {}
