package io.fareswarm.validation;

import com.fasterxml.jackson.databind.JsonNode;

/// Finds fields that are not in the schema, as the API server does for `kubectl apply`.
final class UnknownFields {
    private UnknownFields() {}

    static void find(JsonNode value, Schema schema, String path, ProblemList problems) {
        if (value.isObject() && schema.type().equals("object")) {
            value.fieldNames().forEachRemaining(name -> {
                if (schema.field(name) == null) {
                    problems.add(FieldPaths.field(path, name), "unknown field; expected "
                            + (schema.children().properties().isEmpty()
                                    ? "none"
                                    : "one of " + String.join(", ", schema.children().properties().keySet())));
                }
            });
        }
        schema.visitChildren(value, path, (child, known, place) -> find(child, known, place, problems));
    }
}
