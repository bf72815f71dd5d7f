package io.fareswarm.operator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;

/// All that a decision about a FareModel may depend on.
///
/// @param generation of the spec
/// @param status as it was last written; null for a new FareModel
/// @param training of the run `spec.training.run`
/// @param serving of the model in the status
public record ModelObservation(long generation, FareModelSpec spec, @Nullable FareModelStatus status,
        TrainingView training,
        ServingView serving, Instant now) {

    /// What the platform sees of the training of the wanted run.
    public sealed interface TrainingView {
        record None() implements TrainingView {}

        record Running() implements TrainingView {}

        record Succeeded(TrainedModel model) implements TrainingView {}

        /// @param message what the trainer said
        record Failed(String message) implements TrainingView {}
    }

    /// What the platform sees of the servers.
    ///
    /// @param digest of the model that they were told to serve; null when there are none
    /// @param url where they answer; null while none does
    /// @param predicted whether one has answered a real prediction with that model
    /// @param problem why one ended or cannot answer; null when nothing is wrong
    public record ServingView(@Nullable String digest, @Nullable String url, int replicas, int ready, boolean predicted,
            @Nullable String problem) {
        public static final ServingView NONE = new ServingView(null, null, 0, 0, false, null);
    }
}
