package io.fareswarm.validation;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Completes a resource as an API server does before it validates: an explicit null is an absent value, and absent values
/// get their defaults, from the outside in.
final class Defaults {
    private Defaults() {}

    /// Changes the tree in place.
    static void apply(JsonNode value, @Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            object.propertyStream().filter(field -> field.getValue().isNull() && schema.field(field.getKey()) != null)
                    .map(Map.Entry::getKey).toList().forEach(name -> object.remove(name));
            schema.properties().forEach((name, field) -> {
                JsonNode defaultValue = field.defaultValue();
                if (defaultValue != null && !object.has(name)) {
                    object.set(name, defaultValue.deepCopy());
                }
            });
            object.properties().forEach(field -> apply(field.getValue(), schema.field(field.getKey())));
        } else if (value.isArray()) {
            value.forEach(item -> apply(item, schema.items()));
        }
    }
}
