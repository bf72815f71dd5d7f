package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// What a LoadTest swarms.
///
/// @param model name of a FareModel of the same namespace
/// @param url base address of an HTTP service; a task's path is appended to it
/// @param timeout a request that has no whole answer by then fails as `timeout`
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.model) != has(self.url)", message = "exactly one of model, url")
public record Target(@Size(min = 1, max = 40) @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$") @Nullable String model,
        @Size(max = 2048) @Pattern("^http://[^/?#@\\s]+(/[^?#\\s]*)?$") @Nullable String url,
        @Default("30s") @Size(max = 16) String timeout) {}
