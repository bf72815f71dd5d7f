package io.fareswarm.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.google.re2j.Pattern;

import io.fareswarm.api.TextForms;

/// Checks types, bounds, patterns and keys against a schema. Paths are those of an API server, and messages are
/// similar.
final class StructuralRules {
    private StructuralRules() {}

    /// Finds fields that are not in the schema, as the API server does for `kubectl apply`.
    static void unknownFields(JsonNode value, Schema schema, String path, ProblemList problems) {
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
        schema.visitChildren(value, path, (child, known, place) -> unknownFields(child, known, place, problems));
    }

    static void check(JsonNode value, Schema schema, String path, ProblemList problems) {
        if (!isOfType(value, schema.type())) {
            problems.addBlocking(path, "must be of type " + schema.type() + ", found " + shown(value));
            if (!value.isNumber()) {
                return;
            }
        }
        if (!schema.bounds().allowed().isEmpty() && !schema.bounds().allowed().contains(value.asText())) {
            problems.addBlocking(path, "unsupported value " + shown(value) + ", supported values: "
                    + String.join(", ", schema.bounds().allowed()));
        }
        switch (value.getNodeType()) {
            case OBJECT -> object(value, schema, path, problems);
            case ARRAY -> list(value, schema, path, problems);
            case STRING -> string(value.asText(), schema, path, problems);
            case NUMBER -> number(value, schema, path, problems);
            default -> {
            }
        }
    }

    private static boolean isOfType(JsonNode value, String type) {
        JsonNodeType found = value.getNodeType();
        return switch (type) {
            case "object" -> found == JsonNodeType.OBJECT;
            case "array" -> found == JsonNodeType.ARRAY;
            case "string" -> found == JsonNodeType.STRING;
            case "boolean" -> found == JsonNodeType.BOOLEAN;
            case "integer" -> value.isIntegralNumber();
            case "integer or string" -> value.isIntegralNumber() || found == JsonNodeType.STRING;
            case "number" -> found == JsonNodeType.NUMBER;
            default -> throw new IllegalStateException("expected a JSON type in the CRD, found " + type);
        };
    }

    private static void object(JsonNode value, Schema schema, String path, ProblemList problems) {
        for (String name : schema.children().required()) {
            if (!value.has(name)) {
                problems.addBlocking(FieldPaths.field(path, name), "required value is missing");
            }
        }
        size(value.size(), "Properties", "entries", schema, path, problems);
        schema.visitChildren(value, path, (child, known, place) -> check(child, known, place, problems));
    }

    private static void list(JsonNode value, Schema schema, String path, ProblemList problems) {
        size(value.size(), "Items", "items", schema, path, problems);
        Schema items = schema.children().items();
        if (items == null) {
            return;
        }
        Set<List<JsonNode>> keys = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            String place = FieldPaths.item(path, i);
            check(item, items, place, problems);
            List<JsonNode> key = schema.children().mapKeys().stream().map(item::path).toList();
            if (!key.isEmpty() && key.stream().noneMatch(JsonNode::isMissingNode) && !keys.add(key)) {
                problems.add(place,
                        "duplicate value: expected another " + String.join(", ", schema.children().mapKeys())
                                + " than in the items before, found "
                                + String.join(", ", key.stream().map(StructuralRules::shown).toList()) + " again");
            }
        }
    }

    private static void string(String value, Schema schema, String path, ProblemList problems) {
        size(value.codePointCount(0, value.length()), "Length", "characters", schema, path, problems);
        Pattern pattern = schema.bounds().pattern();
        if (pattern != null && !pattern.matcher(value).find()) {
            problems.add(path, TextForms.message(pattern.pattern()) + ", found " + shown(value));
        }
    }

    private static void number(JsonNode value, Schema schema, String path, ProblemList problems) {
        double minimum = schema.bounds().limits().getOrDefault("minimum", Double.NEGATIVE_INFINITY);
        double maximum = schema.bounds().limits().getOrDefault("maximum", Double.POSITIVE_INFINITY);
        if (schema.bounds().minimumExcluded() ? value.doubleValue() <= minimum : value.doubleValue() < minimum) {
            problems.add(path, "should be greater than " + (schema.bounds().minimumExcluded() ? "" : "or equal to ")
                    + shown(minimum) + ", found " + value.asText());
        }
        if (value.doubleValue() > maximum) {
            problems.add(path, "should be less than or equal to " + shown(maximum) + ", found " + value.asText());
        }
    }

    private static void size(int size, String of, String what, Schema schema, String path, ProblemList problems) {
        double minimum = schema.bounds().limits().getOrDefault("min" + of, 0.0);
        double maximum = schema.bounds().limits().getOrDefault("max" + of, Double.POSITIVE_INFINITY);
        if (size < minimum) {
            problems.add(path, "should be at least " + shown(minimum) + " " + what + ", found " + size);
        }
        if (size > maximum) {
            problems.addBlocking(path, "too " + (of.equals("Length") ? "long" : "many") + ": expected at most "
                    + shown(maximum) + " " + what + ", found " + size);
        }
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// The value as text for a message, cut to 64 characters.
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> shown(value.asText());
            case NULL, MISSING -> "nothing";
            default -> value.asText();
        };
    }

    static String shown(String value) {
        return "\"" + (value.length() > 64 ? value.substring(0, 64) + "…" : value) + "\"";
    }
}
