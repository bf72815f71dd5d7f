package io.fareswarm.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Finds the fields that the schema does not know, as `kubectl apply` has the API server do.
final class UnknownFields {
    private UnknownFields() {}

    static void find(JsonNode value, @Nullable Schema schema, String path, ProblemList findings) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object && schema.type().equals("object")) {
            object.properties().forEach(field -> {
                String place = FieldPaths.field(path, field.getKey());
                Schema known = schema.field(field.getKey());
                if (known == null) {
                    findings.add(place, "unknown field; expected "
                            + (schema.properties().isEmpty()
                                    ? "none"
                                    : "one of " + String.join(", ", schema.properties().keySet())));
                } else {
                    find(field.getValue(), known, place, findings);
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                find(value.get(i), schema.items(), FieldPaths.item(path, i), findings);
            }
        }
    }
}
