package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

import io.fareswarm.api.annotation.Format;

/// A condition of a resource, as `kubectl wait --for=condition=…` reads it.
///
/// @param type name of the condition, such as `Available`
/// @param status `True`, `False` or `Unknown`
/// @param reason machine-readable cause of the status, one CamelCase word
/// @param message explanation of the status for people
/// @param lastTransitionTime when `status` last changed, ISO 8601 in UTC
/// @param observedGeneration generation of the spec that this condition describes
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(@Size(min = 1, max = 64) String type,
        @Size(max = 8) @Pattern("^(True|False|Unknown)$") String status, @Size(min = 1, max = 64) String reason,
        @Size(max = 1024) String message, @Format("date-time") @Size(max = 40) String lastTransitionTime,
        long observedGeneration) {
    /// Maximum number of conditions of a resource.
    static final int MOST = 16;
}
