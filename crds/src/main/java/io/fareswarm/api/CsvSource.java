package io.fareswarm.api;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;

/// A CSV file of taxi rides. The file has the columns of Kaggle's New York City taxi-fare competition, and may be
/// packed in a `.zip` or `.gz` file.
///
/// @param configMap key of a ConfigMap in the same namespace that holds the file: as text in `data`, or compressed with
/// gzip in `binaryData`
/// @param claim file on a PersistentVolumeClaim
/// @param url file to download
/// @param maxRows maximum number of rows to read, without the header
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.configMap) ? 1 : 0) + (has(self.claim) ? 1 : 0) + (has(self.url) ? 1 : 0) == 1", message = "exactly one of configMap, claim, url")
public record CsvSource(@Nullable KeyRef configMap, @Nullable ClaimPath claim, @Nullable Download url,
        @DefaultInCode("10000000") @Min(1) @Max(1_000_000_000) Long maxRows) {
    public CsvSource { maxRows = Objects.requireNonNullElse(maxRows, 10_000_000L); }

    /// A file on a PersistentVolumeClaim in the same namespace.
    ///
    /// @param name name of the PersistentVolumeClaim
    /// @param path path of the file, relative to the volume's root, without `..`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClaimPath(
            @Size(min = 1, max = 253) @Form(value = NamePatterns.SUBDOMAIN, message = NamePatterns.SUBDOMAIN_MESSAGE) String name,
            @Size(min = 1, max = 1024) @ValidationRule(value = "!self.startsWith('/') && !self.matches('(^|/)[.][.](/|$)')", message = "must be relative to the volume's root, without ..") String path) {}

    /// A file to download.
    ///
    /// @param address http or https URL without user info
    /// @param sha256 SHA-256 of the file, 64 lowercase hex digits; a file with another digest is rejected
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Download(
            @Size(max = 2048) @ValidationRule(value = "self.matches('^https?://[^/?#@ ]+(/[!-~]*)?$')", message = "must be an http or https address without user info") String address,
            @Size(max = 64) @Form(value = "^[0-9a-f]{64}$", message = "must be the SHA-256 of the file: 64 hexadecimal digits in lower case, as sha256sum prints them") String sha256) {}
}
