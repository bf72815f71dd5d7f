package io.fareswarm.operator.model;

import java.util.List;

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

    /// Serve this model as the spec says, in place of any other.
    record Serve(FareModelStatus status, TrainedModel model) implements ModelDecision {}

    /// Remove these objects: nothing needs them any more.
    record CleanUp(FareModelStatus status, List<String> names) implements ModelDecision {}
}
