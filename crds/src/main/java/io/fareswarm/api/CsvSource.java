package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// A file of rides in the columns of Kaggle's New York taxi-fare competition: plain CSV, or one CSV in a `.zip` or
/// `.gz`.
///
/// @param maxRows lines read at most, the header not counted
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.configMap) ? 1 : 0) + (has(self.claim) ? 1 : 0) + (has(self.url) ? 1 : 0) == 1", message = "exactly one of configMap, claim, url")
public record CsvSource(@Nullable ConfigMapKey configMap, @Nullable ClaimPath claim, @Nullable Download url,
        @Default("10000000") @Min(1) @Max(1_000_000_000) long maxRows) {

    /// A key of a ConfigMap of the same namespace, in `data` or, gzipped, in `binaryData`.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ConfigMapKey(@Required @Size(min = 1, max = 253) String name,
            @Required @Size(min = 1, max = 253) @Pattern("^[-._a-zA-Z0-9]+$") String key) {}

    /// A file on a PersistentVolumeClaim of the same namespace; `path` is relative to the volume's root.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClaimPath(@Required @Size(min = 1, max = 253) String name,
            @Required @Size(min = 1, max = 1024) String path) {}

    /// A file to download; refused unless its SHA-256 (64 hex digits) is the one given.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Download(@Required @Size(max = 2048) @Pattern("^https?://.+") String address,
            @Required @Pattern("^[0-9a-f]{64}$") @Size(max = 64) String sha256) {}
}
