package io.fareswarm.operator.model;

import java.time.Instant;
import java.util.List;

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
/// @param leftovers names of objects that neither training nor serving needs any more
public record ModelObservation(long generation, FareModelSpec spec, @Nullable FareModelStatus status,
        TrainingView training, ServingView serving, List<String> leftovers, Instant now) {

    /// What the platform sees of the training of the wanted run.
    public sealed interface TrainingView {
        record None() implements TrainingView {}

        /// It cannot begin.
        ///
        /// @param message what was expected and what was found
        record Blocked(String message) implements TrainingView {}

        /// The platform did not take it when it was tried last; it may the next time.
        ///
        /// @param message in the platform's words
        record Refused(String message) implements TrainingView {}

        /// @param trouble what keeps it from getting on, in the platform's words; empty when nothing is known
        record Running(String trouble) implements TrainingView {}

        record Succeeded(TrainedModel model) implements TrainingView {}

        /// @param message what the trainer said
        record Failed(String message) implements TrainingView {}
    }

    /// What the platform sees of the servers.
    ///
    /// @param asWanted whether everything that serves is as the spec and the model in the status want it
    /// @param digest of the model that all of them serve; null when there are none, or while one model replaces another
    /// @param url where they answer; null while there is no such place
    /// @param predicted whether one has answered a real prediction, with whatever model
    /// @param problem why one ended or cannot answer; null when nothing is wrong
    /// @param selector label selector of the servers; null where there are no labels
    public record ServingView(boolean asWanted, @Nullable String digest, @Nullable String url, int replicas, int ready,
            boolean predicted, @Nullable String problem, @Nullable String selector) {
        public static final ServingView NONE = new ServingView(false, null, null, 0, 0, false, null, null);
    }
}
