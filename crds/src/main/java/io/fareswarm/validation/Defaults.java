package io.fareswarm.validation;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Adds defaults to a resource as an API server does before validation: it removes nulls, then adds the defaults of
/// absent values, from the outside in.
final class Defaults {
    private Defaults() {}

    /// Changes the tree in place.
    static void apply(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            object.propertyStream().filter(field -> field.getValue().isNull() && schema.field(field.getKey()) != null)
                    .map(Map.Entry::getKey).toList().forEach(name -> object.remove(name));
            schema.children().properties().forEach((name, field) -> {
                JsonNode defaultValue = field.defaultValue();
                if (defaultValue != null && !object.has(name)) {
                    object.set(name, defaultValue.deepCopy());
                }
            });
        }
        schema.visitChildren(value, FieldPaths.ROOT, (child, known, _) -> apply(child, known));
    }
}
