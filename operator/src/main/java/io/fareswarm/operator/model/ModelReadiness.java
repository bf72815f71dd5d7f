package io.fareswarm.operator.model;

import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.Readiness;
import io.fareswarm.operator.conditions.Readiness.State;
import io.fareswarm.operator.model.ModelObservation.ServingView;

/// Readiness of a FareModel, derived from its conditions Trained and Available and from its servers; pure. Only a failed
/// training needs an edit. What else is missing may appear later, such as a ConfigMap, a quota or an image.
final class ModelReadiness {
    private ModelReadiness() {}

    /// @param conditions conditions Trained and Available for this observation
    static Readiness of(Conditions conditions, ModelObservation seen) {
        if (conditions.find(ModelLifecycle.TRAINED, ModelReason.TrainingFailed).isPresent()) {
            return of(State.STALLED, conditions, ModelLifecycle.TRAINED);
        }
        if (!conditions.hasStatus(ModelLifecycle.TRAINED, Conditions.TRUE)) {
            return of(State.RECONCILING, conditions, ModelLifecycle.TRAINED);
        }
        boolean isServed = conditions.find(ModelLifecycle.AVAILABLE, ModelReason.PredictionSucceeded).isPresent();
        if (!isServed && conditions.find(ModelLifecycle.AVAILABLE, ModelReason.ScaledToZero).isEmpty()) {
            return of(State.RECONCILING, conditions, ModelLifecycle.AVAILABLE);
        }
        ServingView serving = seen.serving();
        int replicas = seen.model().spec().serving().replicas();
        if (serving.upToDate() && serving.servers().ready() == replicas && serving.servers().count() == replicas) {
            return of(State.READY, conditions, ModelLifecycle.AVAILABLE);
        }
        String servers = "%d of %d servers are ready".formatted(serving.servers().ready(), replicas);
        return new Readiness(State.RECONCILING, ModelReason.ServersScaling.name(),
                serving.problem() == null ? servers : servers + ": " + serving.problem());
    }

    /// The readiness with the reason and the message of a condition.
    private static Readiness of(State state, Conditions conditions, String type) {
        return conditions.find(type)
                .map(found -> new Readiness(state, found.reason(), found.message()))
                .orElseGet(() -> new Readiness(state, ModelReason.NoModel.name(), ""));
    }
}
