/// The lifecycle of a LoadTest: decides what to do, without I/O, clock or randomness.
/// In: a [RunObservation] of the resource, its target, its workers and the result so far.
/// Out: a [RunDecision] with the status to write. A platform (child processes, Kubernetes) observes and applies.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.run;
