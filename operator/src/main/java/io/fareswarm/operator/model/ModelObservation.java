package io.fareswarm.operator.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// Everything that a decision about a FareModel depends on.
///
/// @param training of run `spec.training.run`
/// @param serving of the model in the status
/// @param leftovers names of objects that training and serving no longer need
public record ModelObservation(FareModelView model, TrainingView training, ServingView serving, List<String> leftovers,
        Instant now) {
    /// The resource.
    ///
    /// @param generation of the spec
    /// @param status as it was last written; null for a new FareModel
    public record FareModelView(long generation, FareModelSpec spec, @Nullable FareModelStatus status) {}

    /// The training of run `spec.training.run` as the platform sees it.
    public sealed interface TrainingView {
        record NotStarted() implements TrainingView {}

        /// It cannot begin.
        ///
        /// @param message what was expected and what was found
        record Blocked(String message) implements TrainingView {}

        /// The platform rejected the last attempt to start it; the next one may succeed.
        ///
        /// @param message in the platform's words
        record StartRejected(String message) implements TrainingView {}

        /// @param problem why it makes no progress, in the platform's words; empty when none is known
        record Running(String problem) implements TrainingView {}

        record Succeeded(TrainedModel model) implements TrainingView {}

        /// @param message the trainer's error message
        record Failed(String message) implements TrainingView {}
    }

    /// The serving of the model as the platform sees it.
    ///
    /// @param upToDate whether all objects are as the spec and the model in the status require
    /// @param digest of the model that all servers have; null without servers, and while one model replaces another
    /// @param url address of the servers; null while there is none
    /// @param problem why a server ended or cannot respond; null when none is known
    public record ServingView(boolean upToDate, @Nullable String digest, @Nullable String url, Servers servers,
            @Nullable String problem) {
        public static final ServingView NONE = new ServingView(false, null, null, new Servers(0, 0, false, null), null);
    }

    /// The servers of a model.
    ///
    /// @param predicted whether one of them responded with a valid prediction, of whatever model
    /// @param selector label selector; null where servers have no labels
    public record Servers(int count, int ready, boolean predicted, @Nullable String selector) {}
}
