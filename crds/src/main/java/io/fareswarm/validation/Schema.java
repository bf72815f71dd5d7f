package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/// One node of a CRD's structural schema: the type, bounds, default and rules of a value.
///
/// @param type object, array, string, integer, number, boolean, or `integer or string`
/// @param children schemas of the values inside an object or a list
/// @param bounds bounds of the value itself
/// @param defaultValue value that replaces an absent one
/// @param rules CEL rules
record Schema(String type, Children children, Bounds bounds, @Nullable JsonNode defaultValue, List<Rule> rules) {
    /// Schemas of the values inside an object or a list.
    ///
    /// @param properties schemas of an object's fields by name; empty for a map
    /// @param values schema of a map's values
    /// @param required names of required fields
    /// @param items schema of a list's items
    /// @param mapKeys fields that identify an item of a list; empty for a list without keys
    record Children(Map<String, Schema> properties, @Nullable Schema values, List<String> required,
            @Nullable Schema items, List<String> mapKeys) {}

    /// Bounds of a value.
    ///
    /// @param allowed values of an enum; empty for no enum
    /// @param limits numbers by keyword, such as `maximum` and `maxLength`
    /// @param minimumExcluded whether the value must be above the minimum
    /// @param pattern regular expression (RE2) that must match a part of a text that may be a number; null for others
    record Bounds(List<String> allowed, Map<String, Double> limits, boolean minimumExcluded,
            @Nullable Pattern pattern) {}

    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

    private static final Set<String> LIMITS = Set.of("minimum", "maximum", "minLength", "maxLength", "minItems",
            "maxItems", "minProperties", "maxProperties");

    /// Keywords that need no check here. `format` is one of them: Kubernetes checks it only for strings, and only
    /// status fields have such a format.
    private static final Set<String> OTHERS = Set.of("type", "properties", "additionalProperties", "items", "required",
            "enum", "exclusiveMinimum", "x-kubernetes-map-type", "pattern", "format", "description", "default",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys", "x-kubernetes-validations", INT_OR_STRING);

    /// A CEL rule.
    ///
    /// @param fieldPath the field to report, such as `.tasks`; empty for the node itself
    record Rule(String expression, String message, String fieldPath) {}

    /// Reads a schema from a CRD.
    ///
    /// @throws IllegalArgumentException for a keyword that this package does not check
    static Schema of(JsonNode tree) {
        Map<String, Double> limits = new LinkedHashMap<>();
        tree.fieldNames().forEachRemaining(keyword -> {
            if (LIMITS.contains(keyword)) {
                limits.put(keyword, tree.get(keyword).doubleValue());
            } else if (!OTHERS.contains(keyword)) {
                throw new IllegalArgumentException("expected only supported keywords in the schema, found " + keyword);
            }
        });
        Map<String, Schema> properties = new LinkedHashMap<>();
        tree.path("properties").properties().forEach(field -> properties.put(field.getKey(), of(field.getValue())));
        List<Rule> rules = new ArrayList<>();
        tree.path("x-kubernetes-validations").forEach(rule -> rules.add(new Rule(rule.path("rule").asText(),
                rule.path("message").asText(), rule.path("fieldPath").asText(""))));
        Children children = new Children(properties, child(tree, "additionalProperties"), strings(tree, "required"),
                child(tree, "items"), strings(tree, "x-kubernetes-list-map-keys"));
        Bounds bounds = new Bounds(strings(tree, "enum"), limits, tree.path("exclusiveMinimum").asBoolean(),
                tree.has("pattern") ? Pattern.compile(tree.get("pattern").asText()) : null);
        String type = tree.path(INT_OR_STRING).asBoolean() ? "integer or string" : tree.path("type").asText();
        return new Schema(type, children, bounds, tree.get("default"), rules);
    }

    private static @Nullable Schema child(JsonNode tree, String keyword) {
        return tree.has(keyword) ? of(tree.get(keyword)) : null;
    }

    private static List<String> strings(JsonNode tree, String keyword) {
        return tree.path(keyword).valueStream().map(JsonNode::asText).toList();
    }

    /// Function that receives a value inside another value, with its schema and its path.
    interface Visitor {
        void visit(JsonNode value, Schema schema, String path);
    }

    /// Visits the fields, map values and items of a value that have a schema.
    void visitChildren(JsonNode value, String path, Visitor visitor) {
        if (value.isObject()) {
            value.properties().forEach(field -> {
                Schema known = field(field.getKey());
                if (known != null) {
                    visitor.visit(field.getValue(), known, FieldPaths.field(path, field.getKey()));
                }
            });
        } else if (children.items() != null) {
            for (int i = 0; i < value.size(); i++) {
                visitor.visit(value.get(i), children.items(), FieldPaths.item(path, i));
            }
        }
    }

    /// Adds defaults to a value in place, as an API server does before validation: it removes nulls, then adds the defaults of
    /// absent values, from the outside in.
    void addDefaults(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.propertyStream().filter(field -> field.getValue().isNull() && field(field.getKey()) != null)
                    .map(Map.Entry::getKey).toList().forEach(name -> object.remove(name));
            children.properties().forEach((name, field) -> {
                if (field.defaultValue != null && !object.has(name)) {
                    object.set(name, field.defaultValue.deepCopy());
                }
            });
        }
        visitChildren(value, FieldPaths.ROOT, (child, known, _) -> known.addDefaults(child));
    }

    /// The schema of an object's field or a map's value; null if there is none.
    @Nullable
    Schema field(String name) {
        Schema field = children.properties().get(name);
        return field == null ? children.values() : field;
    }
}
