package io.fareswarm.operator.model;

import java.util.List;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// The next action for a FareModel, and the status to write. The platform writes [#status] first, if it differs from the
/// observed one, and then carries out the action. Every action is idempotent, so an interrupted platform repeats it.
public sealed interface ModelDecision {
    FareModelStatus status();

    /// Write the status only.
    record NoAction(FareModelStatus status) implements ModelDecision {}

    /// Start training number `run`.
    record TrainModel(FareModelStatus status, int run) implements ModelDecision {}

    /// Serve this model with the replicas and settings of the spec. It replaces any other model.
    record ServeModel(FareModelStatus status, TrainedModel model) implements ModelDecision {}

    /// Delete these objects, which training and serving no longer need.
    record CleanUp(FareModelStatus status, List<String> names) implements ModelDecision {}
}
