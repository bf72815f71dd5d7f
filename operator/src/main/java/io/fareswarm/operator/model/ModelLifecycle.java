package io.fareswarm.operator.model;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.model.ModelObservation.ServingView;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// The lifecycle of a FareModel: what to do about it, given all that is known. A failed training leaves the last good
/// model served, and is tried again only when `training.run` is raised.
public final class ModelLifecycle {
    static final String TRAINED = "Trained";
    static final String AVAILABLE = "Available";

    private ModelLifecycle() {}

    /// Decides; the same observation always gives the same decision.
    public static ModelDecision decide(ModelObservation seen) {
        FareModelStatus known = seen.status();
        Conditions conditions = new Conditions(known == null ? null : known.conditions(), seen.generation(),
                seen.now());
        int wanted = seen.spec().training().run();
        @Nullable
        TrainedModel model = known == null ? null : known.model();
        @Nullable
        Integer trainedRun = known == null ? null : known.trainingRun();
        boolean train = false;
        if (trainedRun == null || trainedRun < wanted) {
            switch (seen.training()) {
                case TrainingView.None() -> {
                    conditions.set(TRAINED, UNKNOWN, ModelReason.TrainingRuns, "run " + wanted);
                    train = true;
                }
                case TrainingView.Running() ->
                    conditions.set(TRAINED, UNKNOWN, ModelReason.TrainingRuns, "run " + wanted);
                case TrainingView.Failed(String message) ->
                    conditions.set(TRAINED, FALSE, ModelReason.TrainingFailed, message);
                case TrainingView.Succeeded(TrainedModel trained) -> {
                    model = trained;
                    trainedRun = wanted;
                    conditions.set(TRAINED, TRUE, ModelReason.Trained, "run " + wanted);
                }
            }
        }
        ServingView serving = seen.serving();
        available(conditions, model, serving);
        FareModelStatus status = new FareModelStatus(seen.generation(), conditions.list(), trainedRun, model,
                serving.url(), serving.replicas(), serving.ready(), known == null ? null : known.selector());
        if (train) {
            return new ModelDecision.Train(status, wanted);
        }
        int replicas = seen.spec().serving().replicas();
        if (model == null || (model.digest().equals(serving.digest()) && serving.replicas() == replicas)) {
            return new ModelDecision.Rest(status);
        }
        return new ModelDecision.Serve(status, model, replicas);
    }

    private static void available(Conditions conditions, @Nullable TrainedModel model, ServingView serving) {
        if (model == null) {
            conditions.set(AVAILABLE, FALSE, ModelReason.NoModel, "no model is trained yet");
        } else if (serving.problem() != null) {
            conditions.set(AVAILABLE, FALSE, ModelReason.ServersFail, serving.problem());
        } else if (serving.predicted() && model.digest().equals(serving.digest())) {
            conditions.set(AVAILABLE, TRUE, ModelReason.Predicted, "");
        } else {
            conditions.set(AVAILABLE, FALSE, ModelReason.ServersStarting, "");
        }
    }
}
