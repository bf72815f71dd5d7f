/// The brain of a FareModel: [ModelObservation] in, [ModelDecision] out, with no I/O or clock of its own.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.model;
