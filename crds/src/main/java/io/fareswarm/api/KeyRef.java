package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;

import io.fareswarm.api.annotation.Form;

/// A key of a Secret or a ConfigMap in the same namespace.
///
/// @param name name of the Secret or ConfigMap
/// @param key key in its data
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyRef(
        @Size(min = 1, max = 253) @Form(value = NamePatterns.SUBDOMAIN, message = NamePatterns.SUBDOMAIN_MESSAGE) String name,
        @Size(min = 1, max = 253) @Form(value = "^[-._a-zA-Z0-9]+$", message = "must be letters, digits, hyphens, underscores and dots, such as data.csv") String key) {}
