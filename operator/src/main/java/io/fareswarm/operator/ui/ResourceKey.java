package io.fareswarm.operator.ui;

import com.fasterxml.jackson.databind.JsonNode;

/// What identifies a resource.
///
/// @param kind LoadTest or FareModel
public record ResourceKey(String kind, String namespace, String name) {
    /// The key of a resource as JSON.
    public static ResourceKey of(JsonNode resource) {
        return new ResourceKey(resource.path("kind").asText(), resource.at("/metadata/namespace").asText(),
                resource.at("/metadata/name").asText());
    }

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
