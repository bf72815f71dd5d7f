/// The lifecycle of a LoadTest: [RunObservation] in, [RunDecision] out, without I/O, clock or randomness. A platform (child
/// processes, Kubernetes) observes and applies.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.run;
