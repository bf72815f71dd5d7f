/// The brain of a LoadTest: [RunObservation] in, [RunDecision] out, with no I/O, clock or randomness of its own. A platform
/// (child processes, Kubernetes) observes and applies.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.run;
