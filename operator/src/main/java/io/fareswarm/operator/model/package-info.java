/// The lifecycle of a FareModel: [ModelObservation] in, [ModelDecision] out, without I/O, clock or randomness.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.model;
