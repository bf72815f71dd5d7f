package io.fareswarm.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A container's requests and limits, as Kubernetes quantities (`500m`, `128Mi`) by resource name.
///
/// @param requests what it is promised
/// @param limits what it may take at most
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
        @Size(max = 16) @Nullable Map<String, @Size(max = 32) @Pattern(NamePatterns.QUANTITY) String> requests,
        @Size(max = 16) @Nullable Map<String, @Size(max = 32) @Pattern(NamePatterns.QUANTITY) String> limits) {}
