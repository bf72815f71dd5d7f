package io.fareswarm.operator.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// Observation of a FareModel: the complete input of a decision.
///
/// @param model the FareModel itself
/// @param training state of the training with the number `spec.training.run`
/// @param serving state of the servers of the model in the status
/// @param leftovers names of objects that training and serving no longer need
public record ModelObservation(FareModelView model, TrainingView training, ServingView serving, List<String> leftovers,
        Instant now) {
    /// The FareModel itself.
    ///
    /// @param generation generation of the spec
    /// @param status status as last written; null for a new FareModel
    public record FareModelView(long generation, FareModelSpec spec, @Nullable FareModelStatus status) {}

    /// State of the training with the number `spec.training.run`, as observed by the platform.
    public sealed interface TrainingView {
        record NotStarted() implements TrainingView {}

        /// The training waits until others end, because of the administrator's limits.
        ///
        /// @param message which limit is reached
        record Queued(String message) implements TrainingView {}

        /// The training cannot begin.
        ///
        /// @param message what was expected and what was found
        record Blocked(String message) implements TrainingView {}

        /// The platform rejected the last attempt to start the training; the next one may succeed.
        ///
        /// @param message message of the platform
        record StartRejected(String message) implements TrainingView {}

        /// @param problem the platform's message about why the training makes no progress; empty if none is known
        record Running(String problem) implements TrainingView {}

        record Succeeded(TrainedModel model) implements TrainingView {}

        /// @param message the trainer's error message
        record Failed(String message) implements TrainingView {}
    }

    /// State of the servers, as observed by the platform.
    ///
    /// @param upToDate whether all objects match the spec and the model in the status
    /// @param digest digest of the model on all servers; null without servers, and during a rollout
    /// @param url address of the servers; null while there is none
    /// @param problem why a server ended or cannot respond; null when none is known
    public record ServingView(boolean upToDate, @Nullable String digest, @Nullable String url, Servers servers,
            @Nullable String problem) {
        public static final ServingView NONE = new ServingView(false, null, null, new Servers(0, 0, false, null), null);
    }

    /// The servers of a model.
    ///
    /// @param predicted whether one of them has responded with a valid prediction, of any model
    /// @param selector label selector; null where servers have no labels
    public record Servers(int count, int ready, boolean predicted, @Nullable String selector) {}
}
