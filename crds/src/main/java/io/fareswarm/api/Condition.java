package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// One aspect of a resource's state, in the form that `kubectl wait --for=condition=…` reads.
///
/// @param status `True`, `False` or `Unknown`
/// @param reason one word for programs; `message` is for people
/// @param lastTransitionTime when `status` last changed, ISO 8601 in UTC
/// @param observedGeneration the generation of the spec that this speaks of
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(@Required @Size(max = 64) String type, @Required @Size(max = 8) String status,
        @Required @Size(max = 64) String reason, @Required @Size(max = 1024) String message,
        @Required @Size(max = 40) String lastTransitionTime, long observedGeneration) {}
