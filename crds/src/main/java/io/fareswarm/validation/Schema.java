package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/// One node of a CRD's structural schema: what a value may be.
///
/// @param type object, array, string, integer, number or boolean
/// @param properties an object's fields by name; empty for a map
/// @param values what a map's values may be
/// @param items what a list's items may be
/// @param required fields that must be there
/// @param allowed the words of an enum; empty for no enum
/// @param limits numbers by keyword, such as `maximum` and `maxLength`
/// @param minimumExcluded whether the minimum itself is too small
/// @param pattern that a string must match somewhere, in the syntax of Go's regular expressions, which is RE2's
/// @param mapKeys fields that tell a list's items apart; empty for a list that is no map
/// @param defaultValue what stands for an absent value
/// @param rules in CEL
record Schema(String type, Map<String, Schema> properties, @Nullable Schema values, @Nullable Schema items,
        List<String> required, List<String> allowed, Map<String, Double> limits, boolean minimumExcluded,
        @Nullable Pattern pattern, List<String> mapKeys, @Nullable JsonNode defaultValue, List<Rule> rules) {

    private static final Set<String> LIMITS = Set.of("minimum", "maximum", "minLength", "maxLength", "minItems",
            "maxItems", "minProperties", "maxProperties");

    /// `format` is there for people: Kubernetes checks none for numbers, and of the strings only the status, which no
    /// manifest sets, has one.
    private static final Set<String> OTHERS = Set.of("type", "properties", "additionalProperties", "items", "required",
            "enum", "exclusiveMinimum", "pattern", "format", "description", "default", "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys", "x-kubernetes-validations");

    /// A CEL rule.
    ///
    /// @param fieldPath the field that it blames, such as `.tasks`; empty for the node itself
    record Rule(String expression, String message, String fieldPath) {}

    /// Reads a schema as a CRD has it.
    ///
    /// @throws IllegalArgumentException for a keyword that is not checked here, so that none is overlooked
    static Schema of(JsonNode tree) {
        Map<String, Double> limits = new LinkedHashMap<>();
        tree.fieldNames().forEachRemaining(keyword -> {
            if (LIMITS.contains(keyword)) {
                limits.put(keyword, tree.get(keyword).doubleValue());
            } else if (!OTHERS.contains(keyword)) {
                throw new IllegalArgumentException("expected only keywords that are checked, found " + keyword);
            }
        });
        Map<String, Schema> properties = new LinkedHashMap<>();
        tree.path("properties").properties().forEach(field -> properties.put(field.getKey(), of(field.getValue())));
        List<Rule> rules = new ArrayList<>();
        tree.path("x-kubernetes-validations").forEach(rule -> rules.add(new Rule(rule.path("rule").asText(),
                rule.path("message").asText(), rule.path("fieldPath").asText(""))));
        return new Schema(tree.path("type").asText(), properties, child(tree, "additionalProperties"),
                child(tree, "items"), words(tree, "required"), words(tree, "enum"), limits,
                tree.path("exclusiveMinimum").asBoolean(),
                tree.has("pattern") ? Pattern.compile(tree.get("pattern").asText()) : null,
                words(tree, "x-kubernetes-list-map-keys"), tree.get("default"), rules);
    }

    private static @Nullable Schema child(JsonNode tree, String keyword) {
        return tree.has(keyword) ? of(tree.get(keyword)) : null;
    }

    private static List<String> words(JsonNode tree, String keyword) {
        return tree.path(keyword).valueStream().map(JsonNode::asText).toList();
    }

    /// The schema of an object's field or a map's value, or null where there is none.
    @Nullable
    Schema field(String name) {
        Schema field = properties.get(name);
        return field == null ? values : field;
    }
}
