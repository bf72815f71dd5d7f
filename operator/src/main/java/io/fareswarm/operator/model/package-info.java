/// The lifecycle of a FareModel: decides what to do, without I/O, clock or randomness. In: a [ModelObservation] of the
/// resource, its training and its servers. Out: a [ModelDecision] with the status to write.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.model;
