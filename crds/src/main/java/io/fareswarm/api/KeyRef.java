package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/// A key of a Secret or a ConfigMap in the same namespace.
///
/// @param name name of the Secret or ConfigMap
/// @param key key in its data
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyRef(@Size(min = 1, max = 253) @Pattern(NamePatterns.SUBDOMAIN) String name,
        @Size(min = 1, max = 253) @Pattern("^[-._a-zA-Z0-9]+$") String key) {}
