package io.fareswarm.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Resource requests and limits of a container, as Kubernetes quantities (`500m`, `128Mi`) by resource name.
///
/// @param requests guaranteed amounts
/// @param limits maximum amounts
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
        @Size(max = 16) @Nullable Map<String, @Size(max = 32) @Pattern(NamePatterns.QUANTITY) String> requests,
        @Size(max = 16) @Nullable Map<String, @Size(max = 32) @Pattern(NamePatterns.QUANTITY) String> limits) {}
