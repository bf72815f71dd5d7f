package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// How a model is served.
///
/// @param replicas number of model servers
/// @param resources resources of each server's container
/// @param pod settings added to the servers' pods
@JsonIgnoreProperties(ignoreUnknown = true)
public record Serving(@Default("2") @Min(0) @Max(1000) int replicas, @Nullable ContainerResources resources,
        @Nullable PodSettings pod) {}
