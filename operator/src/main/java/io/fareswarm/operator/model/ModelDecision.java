package io.fareswarm.operator.model;

import java.util.List;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// What to do about a FareModel now. The platform first writes [#status] when it differs from the observed one, and then
/// does what the type says. Every action is idempotent: an interrupted platform repeats it.
public sealed interface ModelDecision {
    FareModelStatus status();

    /// Write the status only.
    record NoAction(FareModelStatus status) implements ModelDecision {}

    /// Start training number `run`.
    record TrainModel(FareModelStatus status, int run) implements ModelDecision {}

    /// Serve this model as the spec says, in place of any other.
    record ServeModel(FareModelStatus status, TrainedModel model) implements ModelDecision {}

    /// Delete these objects, which training and serving no longer need.
    record CleanUp(FareModelStatus status, List<String> names) implements ModelDecision {}
}
