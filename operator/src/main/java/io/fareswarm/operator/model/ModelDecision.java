package io.fareswarm.operator.model;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// What to do about a FareModel now. The platform writes [#status] when it differs from the one observed, and does what
/// the type says; it may do it twice.
public sealed interface ModelDecision {
    FareModelStatus status();

    /// Nothing but the status.
    record Rest(FareModelStatus status) implements ModelDecision {}

    /// Train run `run` of the spec's source.
    record Train(FareModelStatus status, int run) implements ModelDecision {}

    /// Serve this model with `replicas` servers, in place of any other.
    record Serve(FareModelStatus status, TrainedModel model, int replicas) implements ModelDecision {}
}
