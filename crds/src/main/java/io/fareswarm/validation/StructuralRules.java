package io.fareswarm.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.google.re2j.Pattern;

/// Checks everything that a schema says but its CEL rules, at the same places and in nearly the same words as an API
/// server.
final class StructuralRules {
    private StructuralRules() {}

    static void check(JsonNode value, Schema schema, String path, ProblemList findings) {
        if (!isOfType(value, schema.type())) {
            findings.addBlocking(path, "must be of type " + schema.type() + ", found " + shown(value));
            if (!value.isNumber()) {
                return;
            }
        }
        if (!schema.allowed().isEmpty() && !schema.allowed().contains(value.asText())) {
            findings.addBlocking(path,
                    "unsupported value " + shown(value) + ", supported values: " + String.join(", ", schema.allowed()));
        }
        switch (value.getNodeType()) {
            case OBJECT -> object(value, schema, path, findings);
            case ARRAY -> list(value, schema, path, findings);
            case STRING -> string(value.asText(), schema, path, findings);
            case NUMBER -> number(value, schema, path, findings);
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
            case "number" -> found == JsonNodeType.NUMBER;
            default -> throw new IllegalStateException("expected a type of JSON in the CRD, found " + type);
        };
    }

    private static void object(JsonNode value, Schema schema, String path, ProblemList findings) {
        for (String name : schema.required()) {
            if (!value.has(name)) {
                findings.addBlocking(FieldPaths.field(path, name), "required value is missing");
            }
        }
        size(value.size(), "Properties", "entries", schema, path, findings);
        value.properties().forEach(field -> {
            Schema known = schema.field(field.getKey());
            if (known != null) {
                check(field.getValue(), known, FieldPaths.field(path, field.getKey()), findings);
            }
        });
    }

    private static void list(JsonNode value, Schema schema, String path, ProblemList findings) {
        size(value.size(), "Items", "items", schema, path, findings);
        Schema items = schema.items();
        if (items == null) {
            return;
        }
        Set<List<JsonNode>> keys = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            String place = FieldPaths.item(path, i);
            check(item, items, place, findings);
            List<JsonNode> key = schema.mapKeys().stream().map(item::path).toList();
            if (!key.isEmpty() && key.stream().noneMatch(JsonNode::isMissingNode) && !keys.add(key)) {
                findings.add(place,
                        "duplicate value: expected another " + String.join(", ", schema.mapKeys())
                                + " than in the items before, found "
                                + String.join(", ", key.stream().map(StructuralRules::shown).toList()) + " again");
            }
        }
    }

    private static void string(String value, Schema schema, String path, ProblemList findings) {
        size(value.codePointCount(0, value.length()), "Length", "characters", schema, path, findings);
        Pattern pattern = schema.pattern();
        if (pattern != null && !pattern.matcher(value).find()) {
            findings.add(path, "should match '" + pattern + "', found " + shown(value));
        }
    }

    private static void number(JsonNode value, Schema schema, String path, ProblemList findings) {
        double minimum = schema.limits().getOrDefault("minimum", Double.NEGATIVE_INFINITY);
        double maximum = schema.limits().getOrDefault("maximum", Double.POSITIVE_INFINITY);
        if (schema.minimumExcluded() ? value.doubleValue() <= minimum : value.doubleValue() < minimum) {
            findings.add(path, "should be greater than " + (schema.minimumExcluded() ? "" : "or equal to ")
                    + shown(minimum) + ", found " + value.asText());
        }
        if (value.doubleValue() > maximum) {
            findings.add(path, "should be less than or equal to " + shown(maximum) + ", found " + value.asText());
        }
    }

    private static void size(int size, String of, String what, Schema schema, String path, ProblemList findings) {
        double minimum = schema.limits().getOrDefault("min" + of, 0.0);
        double maximum = schema.limits().getOrDefault("max" + of, Double.POSITIVE_INFINITY);
        if (size < minimum) {
            findings.add(path, "should be at least " + shown(minimum) + " " + what + ", found " + size);
        }
        if (size > maximum) {
            findings.addBlocking(path, "too " + (of.equals("Length") ? "long" : "many") + ": expected at most "
                    + shown(maximum) + " " + what + ", found " + size);
        }
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// A value in an error message, cut where it is long.
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
