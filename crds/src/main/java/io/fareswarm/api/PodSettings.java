package io.fareswarm.api;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// What an administrator may add to the pods of a model or of a run. A run on one machine has no pods and ignores it.
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodSettings(@Size(max = 32) @Nullable Map<String, @Size(max = 63) String> nodeSelector,
        @Size(max = 16) @Nullable List<Toleration> tolerations,
        @Size(max = 8) @Nullable List<LocalReference> imagePullSecrets,
        @Size(max = 32) @Nullable Map<String, @Size(max = 63) String> labels,
        @Size(max = 32) @Nullable Map<String, @Size(max = 1024) String> annotations) {

    /// A taint that the pods tolerate, with the meaning that it has in a pod's spec.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Toleration(@Size(max = 316) @Nullable String key, @Size(max = 8) @Nullable String operator,
            @Size(max = 63) @Nullable String value, @Size(max = 16) @Nullable String effect,
            @Nullable Long tolerationSeconds) {}

    /// The name of an object of the same namespace.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LocalReference(@Required @Size(min = 1, max = 253) String name) {}
}
