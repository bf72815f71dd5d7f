package io.fareswarm.api;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.MayBeEmpty;

/// Settings added to the pods of a model or of a run. A run on one machine has no pods and ignores them.
///
/// @param nodeSelector labels of the nodes on which the pods may run
/// @param tolerations taints that the pods tolerate
/// @param imagePullSecrets Secrets for pulling the images
/// @param labels labels added to the pods
/// @param annotations annotations added to the pods
@MayBeEmpty
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodSettings(
        @Size(max = 32) @Nullable Map<String, @Size(max = 63) @Form(value = NamePatterns.LABEL_VALUE, message = NamePatterns.LABEL_VALUE_MESSAGE) String> nodeSelector,
        @Size(max = 16) @Nullable List<Toleration> tolerations,
        @Size(max = 8) @Nullable List<LocalReference> imagePullSecrets,
        @Size(max = 32) @Nullable Map<String, @Size(max = 63) @Form(value = NamePatterns.LABEL_VALUE, message = NamePatterns.LABEL_VALUE_MESSAGE) String> labels,
        @Size(max = 32) @Nullable Map<String, @Size(max = 1024) String> annotations) {
    /// A taint that the pods tolerate, as in a pod's spec.
    ///
    /// @param key key of the taint; absent for all taints
    /// @param operator how the taint is compared; absent for Equal
    /// @param value value of the taint
    /// @param effect effect of the taint; absent for all effects
    /// @param tolerationSeconds how long NoExecute is tolerated, in seconds; absent for no limit
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Toleration(@Size(max = 316) @Nullable String key, @Nullable Operator operator,
            @Size(max = 63) @Nullable String value, @Nullable Effect effect,
            @Min(0) @Max(1_000_000_000) @Nullable Long tolerationSeconds) {
        /// How a taint is compared: by its key and value, or by its key alone.
        public enum Operator {
            Equal, Exists
        }

        /// Effect of a taint on pods that do not tolerate it.
        public enum Effect {
            NoSchedule, PreferNoSchedule, NoExecute
        }
    }

    /// An object in the same namespace.
    ///
    /// @param name name of the object
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LocalReference(
            @Size(min = 1, max = 253) @Form(value = NamePatterns.SUBDOMAIN, message = NamePatterns.SUBDOMAIN_MESSAGE) String name) {}
}
