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

/// Lifecycle of a FareModel: a pure function from an observation to the next decision. After a failed training, the last
/// trained model stays in service, and the training is repeated only when `training.run` is raised.
public final class ModelLifecycle {
    public static final String TRAINED = "Trained";
    public static final String AVAILABLE = "Available";

    private ModelLifecycle() {}

    /// The decision for an observation. Equal observations give equal decisions.
    public static ModelDecision decide(ModelObservation seen) {
        FareModelStatus known = seen.model().status();
        Integer knownRun = known == null ? null : known.trainingRun();
        TrainedModel knownModel = known == null ? null : known.model();
        int run = seen.model().spec().training().run();
        boolean isTrainingDue = knownRun == null || knownRun < run;
        boolean isNew = isTrainingDue && seen.training() instanceof TrainingView.Succeeded;
        TrainedModel model = isTrainingDue && seen.training() instanceof TrainingView.Succeeded(TrainedModel trained)
                ? trained
                : knownModel;
        Conditions before = Conditions.of(known == null ? null : known.conditions(), seen.model().generation(),
                seen.now());
        Conditions conditions = available(isTrainingDue ? training(before, seen.training(), run) : before, seen, model);
        ServingView serving = seen.serving();
        Conditions ready = ModelReadiness.of(conditions, seen).in(conditions);
        FareModelStatus status = new FareModelStatus(seen.model().generation(), ready.list(),
                isNew ? Integer.valueOf(run) : knownRun,
                model, serving.url(), serving.servers().count(), serving.servers().ready(),
                serving.servers().selector());
        if (isTrainingDue && (seen.training() instanceof TrainingView.NotStarted
                || seen.training() instanceof TrainingView.StartRejected)) {
            return new ModelDecision.TrainModel(status, run);
        }
        if (model != null && !(serving.upToDate() && model.equals(knownModel))) {
            return new ModelDecision.ServeModel(status, model);
        }
        return seen.leftovers().isEmpty()
                ? new ModelDecision.NoAction(status)
                : new ModelDecision.CleanUp(status, seen.leftovers());
    }

    private static Conditions training(Conditions conditions, TrainingView training, int run) {
        return switch (training) {
            case TrainingView.NotStarted() ->
                conditions.with(TRAINED, UNKNOWN, ModelReason.TrainingRunning, "run " + run);
            case TrainingView.Queued(String message) ->
                conditions.with(TRAINED, UNKNOWN, ModelReason.TrainingQueued, message);
            case TrainingView.Blocked(String message) ->
                conditions.with(TRAINED, FALSE, ModelReason.TrainingBlocked, message);
            case TrainingView.StartRejected(String message) ->
                conditions.with(TRAINED, FALSE, ModelReason.TrainingBlocked, message);
            case TrainingView.Running(String problem) -> conditions.with(TRAINED, UNKNOWN, ModelReason.TrainingRunning,
                    "run " + run + (problem.isEmpty() ? "" : ": " + problem));
            case TrainingView.Failed(String message) ->
                conditions.with(TRAINED, FALSE, ModelReason.TrainingFailed, message);
            case TrainingView.Succeeded _ -> conditions.with(TRAINED, TRUE, ModelReason.Trained, "run " + run);
        };
    }

    /// Sets the condition Available. It is true while any server responds with predictions, even of an earlier model, so a
    /// failed training or the rollout of a new model does not interrupt users.
    private static Conditions available(Conditions conditions, ModelObservation seen, @Nullable TrainedModel model) {
        ServingView serving = seen.serving();
        if (model == null) {
            return conditions.with(AVAILABLE, FALSE, ModelReason.NoModel, "the first training has not ended");
        }
        if (seen.model().spec().serving().replicas() == 0) {
            return conditions.with(AVAILABLE, FALSE, ModelReason.ScaledToZero, "spec.serving.replicas is 0");
        }
        if (serving.servers().predicted() && model.digest().equals(serving.digest())) {
            return conditions.with(AVAILABLE, TRUE, ModelReason.PredictionSucceeded,
                    "a server responded to a ride with its price");
        }
        if (serving.servers().predicted()) {
            return conditions.with(AVAILABLE, TRUE, ModelReason.ServersRolling, serving.problem() == null
                    ? "a new model replaces the previous one"
                    : "the previous model still responds: " + serving.problem());
        }
        return serving.problem() == null
                ? conditions.with(AVAILABLE, FALSE, ModelReason.ServersStarting,
                        "no server has responded to a ride yet")
                : conditions.with(AVAILABLE, FALSE, ModelReason.ServersFailed, serving.problem());
    }
}
