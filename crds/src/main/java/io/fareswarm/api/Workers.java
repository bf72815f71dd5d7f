package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// The worker processes that generate the load. Each generates an equal share.
///
/// @param count number of workers
/// @param resources resources of each worker's container
/// @param pod settings added to the workers' pods
@JsonIgnoreProperties(ignoreUnknown = true)
public record Workers(@Default("1") @Min(1) @Max(1000) int count, @Nullable ContainerResources resources,
        @Nullable PodSettings pod) {}
