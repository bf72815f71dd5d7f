package io.fareswarm.api;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// What an administrator may add to the pods of a model or of a run. A run on one machine has no pods and ignores it.
///
/// @param nodeSelector labels of the nodes that the pods may run on
/// @param tolerations taints that the pods tolerate
/// @param imagePullSecrets Secrets with which their images are pulled
/// @param labels added to the pods' own
/// @param annotations added to the pods' own
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodSettings(
        @Size(max = 32) @Nullable Map<String, @Size(max = 63) @Pattern(NamePatterns.LABEL_VALUE) String> nodeSelector,
        @Size(max = 16) @Nullable List<Toleration> tolerations,
        @Size(max = 8) @Nullable List<LocalReference> imagePullSecrets,
        @Size(max = 32) @Nullable Map<String, @Size(max = 63) @Pattern(NamePatterns.LABEL_VALUE) String> labels,
        @Size(max = 32) @Nullable Map<String, @Size(max = 1024) String> annotations) {

    /// A taint that the pods tolerate, with the meaning that it has in a pod's spec.
    ///
    /// @param key the taint's; absent: all taints
    /// @param operator how the taint is compared; absent: Equal
    /// @param value the taint's
    /// @param effect the taint's; absent: all effects
    /// @param tolerationSeconds how long NoExecute is tolerated; absent: for ever
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Toleration(@Size(max = 316) @Nullable String key, @Nullable Operator operator,
            @Size(max = 63) @Nullable String value, @Nullable Effect effect,
            @Min(0) @Max(1_000_000_000) @Nullable Long tolerationSeconds) {

        /// How a taint is compared: its key and value, or its key alone.
        public enum Operator {
            Equal, Exists
        }

        /// What a taint does to pods that do not tolerate it.
        public enum Effect {
            NoSchedule, PreferNoSchedule, NoExecute
        }
    }

    /// An object of the same namespace.
    ///
    /// @param name the object's
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LocalReference(@Size(min = 1, max = 253) @Pattern(NamePatterns.SUBDOMAIN) String name) {}
}
