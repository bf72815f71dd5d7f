package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// A file of rides in the columns of Kaggle's New York taxi-fare competition: plain CSV, or one CSV in a `.zip` or
/// `.gz`.
///
/// @param configMap a key of a ConfigMap
/// @param claim a file on a PersistentVolumeClaim
/// @param url a file to download
/// @param maxRows lines read at most, the header not counted
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.configMap) ? 1 : 0) + (has(self.claim) ? 1 : 0) + (has(self.url) ? 1 : 0) == 1", message = "exactly one of configMap, claim, url")
public record CsvSource(@Nullable ConfigMapKey configMap, @Nullable ClaimPath claim, @Nullable Download url,
        @Default("10000000") @Min(1) @Max(1_000_000_000) long maxRows) {

    /// A key of a ConfigMap of the same namespace, in `data` or, gzipped, in `binaryData`.
    ///
    /// @param name the ConfigMap's
    /// @param key the file's
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ConfigMapKey(@Size(min = 1, max = 253) @Pattern(NamePatterns.SUBDOMAIN) String name,
            @Size(min = 1, max = 253) @Pattern("^[-._a-zA-Z0-9]+$") String key) {}

    /// A file on a PersistentVolumeClaim of the same namespace.
    ///
    /// @param name the claim's
    /// @param path of the file, relative to the volume's root, never leaving it
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClaimPath(@Size(min = 1, max = 253) @Pattern(NamePatterns.SUBDOMAIN) String name,
            @Size(min = 1, max = 1024) @ValidationRule(value = "!self.startsWith('/') && !self.matches('(^|/)[.][.](/|$)')", message = "must be relative to the volume's root, without ..") String path) {}

    /// A file to download.
    ///
    /// @param address http or https, without user info
    /// @param sha256 of the file, 64 hex digits in lower case; a file with any other is refused
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Download(
            @Size(max = 2048) @ValidationRule(value = "self.matches('^https?://[^/?#@ ]+(/[!-~]*)?$')", message = "must be an http or https address without user info") String address,
            @Size(max = 64) @Pattern("^[0-9a-f]{64}$") String sha256) {}
}
