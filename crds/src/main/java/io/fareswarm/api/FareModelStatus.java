package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.MapKey;

/// Observed state of a FareModel.
///
/// @param observedGeneration generation of the spec that this status describes; -1 before the first
/// @param conditions conditions Trained and Available, and Ready, Reconciling and Stalled, which kstatus reads
/// @param trainingRun the `training.run` that produced `model`
/// @param model the model that is served, with its training statistics
/// @param url URL of the model servers' Service
/// @param replicas number of model-server pods
/// @param readyReplicas number of model-server pods that are ready
/// @param selector label selector of the model-server pods, for the scale subresource
/// @param columns figures of `model` with four significant digits, for the columns of `kubectl get`
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelStatus(@Nullable Long observedGeneration,
        @MapKey("type") @Size(max = Condition.MOST) @Nullable List<Condition> conditions, @Nullable Integer trainingRun,
        @Nullable TrainedModel model,
        @Size(max = 2048) @Nullable String url, @Nullable Integer replicas, @Nullable Integer readyReplicas,
        @Size(max = 1024) @Nullable String selector, Columns.@Nullable OfModel columns) {
    /// A status with the columns of its model.
    public FareModelStatus(@Nullable Long observedGeneration, @Nullable List<Condition> conditions,
            @Nullable Integer trainingRun, @Nullable TrainedModel model, @Nullable String url,
            @Nullable Integer replicas, @Nullable Integer readyReplicas, @Nullable String selector) {
        this(observedGeneration, conditions, trainingRun, model, url, replicas, readyReplicas, selector,
                Columns.OfModel.of(model));
    }
}
