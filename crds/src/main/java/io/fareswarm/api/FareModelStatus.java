package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.MapKey;

/// What is known of a FareModel.
///
/// @param trainingRun the `training.run` that `model` came from
/// @param observedGeneration the generation of the spec that this speaks of
/// @param conditions Trained and Available
/// @param model the model that is served, and the facts of its training
/// @param url where it answers
/// @param replicas pods that there are
/// @param readyReplicas pods that answer
/// @param selector label selector of its pods, for the scale subresource
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelStatus(@Nullable Long observedGeneration,
        @MapKey("type") @Size(max = 8) @Nullable List<Condition> conditions, @Nullable Integer trainingRun,
        @Nullable TrainedModel model,
        @Size(max = 2048) @Nullable String url, @Nullable Integer replicas, @Nullable Integer readyReplicas,
        @Size(max = 1024) @Nullable String selector) {}
