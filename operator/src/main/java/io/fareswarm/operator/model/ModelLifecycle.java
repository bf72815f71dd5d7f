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
    /// A ride whose price every model can tell: what a server must have answered before it is available.
    public static final String PROBE = """
            {"id":"probe","pickup_datetime":"2015-01-01 00:00:00","pickup_longitude":-73.98,"pickup_latitude":40.75,\
            "dropoff_longitude":-73.97,"dropoff_latitude":40.76,"passenger_count":1}""";
    public static final String TRAINED = "Trained";
    public static final String AVAILABLE = "Available";

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
                    conditions.set(TRAINED, UNKNOWN, ModelReason.TrainingRunning, "run " + wanted);
                    train = true;
                }
                case TrainingView.Blocked(String message) ->
                    conditions.set(TRAINED, FALSE, ModelReason.TrainingBlocked, message);
                case TrainingView.Refused(String message) -> {
                    conditions.set(TRAINED, FALSE, ModelReason.TrainingBlocked, message);
                    train = true;
                }
                case TrainingView.Running(String trouble) ->
                    conditions.set(TRAINED, UNKNOWN, ModelReason.TrainingRunning,
                            "run " + wanted + (trouble.isEmpty() ? "" : ": " + trouble));
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
        available(conditions, seen, model);
        FareModelStatus status = new FareModelStatus(seen.generation(), conditions.restamp().list(), trainedRun, model,
                serving.url(), serving.replicas(), serving.ready(), serving.selector());
        if (train) {
            return new ModelDecision.Train(status, wanted);
        }
        if (model != null && !(serving.asWanted() && known != null && model.equals(known.model()))) {
            return new ModelDecision.Serve(status, model);
        }
        return seen.leftovers().isEmpty()
                ? new ModelDecision.Rest(status)
                : new ModelDecision.CleanUp(status, seen.leftovers());
    }

    /// Servers that answer make a model available, whichever model they have: a training that failed, or a new model on
    /// its way, takes nothing from the users of the one before.
    private static void available(Conditions conditions, ModelObservation seen, @Nullable TrainedModel model) {
        ServingView serving = seen.serving();
        if (model == null) {
            conditions.set(AVAILABLE, FALSE, ModelReason.NoModel, "no model is trained yet");
        } else if (seen.spec().serving().replicas() == 0) {
            conditions.set(AVAILABLE, FALSE, ModelReason.ScaledToZero, "spec.serving.replicas is 0");
        } else if (serving.predicted() && model.digest().equals(serving.digest())) {
            conditions.set(AVAILABLE, TRUE, ModelReason.PredictionSucceeded, "");
        } else if (serving.predicted()) {
            conditions.set(AVAILABLE, TRUE, ModelReason.ServersRolling, serving.problem() == null
                    ? "a new model replaces the one before"
                    : "the model before still answers: " + serving.problem());
        } else if (serving.problem() != null) {
            conditions.set(AVAILABLE, FALSE, ModelReason.ServersFailed, serving.problem());
        } else {
            conditions.set(AVAILABLE, FALSE, ModelReason.ServersStarting, "");
        }
    }
}
