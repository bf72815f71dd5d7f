package io.fareswarm.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.IntOrString;
import io.fareswarm.api.annotation.MayBeEmpty;

/// Resource requests and limits of a container, as Kubernetes quantities.
///
/// @param requests guaranteed amount by resource name, such as `cpu: 500m` or `cpu: 1`
/// @param limits maximum amount by resource name, such as `memory: 128Mi`
@MayBeEmpty
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContainerResources(
        @Size(max = 16) @Nullable Map<String, @IntOrString(min = 0) @Size(max = 32) @Form(value = NamePatterns.QUANTITY, message = NamePatterns.QUANTITY_MESSAGE) String> requests,
        @Size(max = 16) @Nullable Map<String, @IntOrString(min = 0) @Size(max = 32) @Form(value = NamePatterns.QUANTITY, message = NamePatterns.QUANTITY_MESSAGE) String> limits) {}
