package io.fareswarm.crdgen;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.annotation.Format;
import io.fareswarm.api.annotation.MapKey;
import io.fareswarm.api.annotation.Time;

/// Completes a record's schema with what the record says and fabric8's generator does not hear: a component that is not
/// nullable and has no default is required; the defaults of objects; number formats; our own annotations.
final class RecordSchema {
    private static final Map<Type, String> NUMBER_FORMATS = Map.of(int.class, "int32", Integer.class, "int32",
            long.class, "int64", Long.class, "int64", double.class, "double", Double.class, "double");

    private final DocComments docs;

    RecordSchema(DocComments docs) {
        this.docs = docs;
    }

    /// Completes the schema of an object that the record describes, and of all in it.
    void complete(ObjectNode schema, Class<?> record) {
        keepRulesOnce(schema);
        if (!schema.has("description")) {
            schema.put("description", docs.of(record));
        }
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            String name = nameOf(component);
            ObjectNode property = (ObjectNode) schema.path("properties").path(name);
            keepRulesOnce(property);
            String description = docs.of(record, component.getName());
            if (!description.isEmpty()) {
                property.put("description", description);
            }
            @Nullable
            Default defaultValue = component.getAccessor().getAnnotation(Default.class);
            if (defaultValue != null && property.path("type").asText().equals("object")) {
                // fabric8 would send it through the record, which adds what the default leaves to deeper defaults.
                property.set("default", YamlTrees.read(defaultValue.value()));
            }
            if (defaultValue == null
                    && !component.getAnnotatedType().isAnnotationPresent(org.jspecify.annotations.Nullable.class)) {
                required.add(name);
            }
            ourAnnotations(property, component);
            completeType(property, component.getAnnotatedType());
        }
        if (required.isEmpty()) {
            schema.remove("required");
        }
    }

    private static String nameOf(RecordComponent component) {
        @Nullable
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private void completeType(ObjectNode schema, AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof Class<?> plain && plain.isRecord()) {
            complete(schema, plain);
        } else if (NUMBER_FORMATS.containsKey(type)) {
            schema.put("format", NUMBER_FORMATS.get(type));
        } else if (annotated instanceof AnnotatedParameterizedType container) {
            AnnotatedType[] arguments = container.getAnnotatedActualTypeArguments();
            boolean list = ((ParameterizedType) type).getRawType() == List.class;
            completeType((ObjectNode) schema.get(list ? "items" : "additionalProperties"),
                    arguments[arguments.length - 1]);
        }
    }

    private static void ourAnnotations(ObjectNode property, RecordComponent component) {
        @Nullable
        Time time = component.getAnnotation(Time.class);
        if (time != null) {
            property.put("maxLength", Durations.MAX_LENGTH);
            // One rule, not a pattern beside it: a reader gets one message, and duration() never sees what it cannot read.
            property.putArray("x-kubernetes-validations").addObject()
                    .put("rule",
                            "self.matches('%s') && duration(self) >= duration('%s') && duration(self) <= duration('%s')"
                                    .formatted(Durations.PATTERN, time.min(), time.max()))
                    .put("message",
                            "must be a time such as 30s, 1m30s or 250ms, from %s to %s".formatted(time.min(),
                                    time.max()));
        }
        @Nullable
        Format format = component.getAnnotation(Format.class);
        if (format != null) {
            property.put("format", format.value());
        }
        @Nullable
        MapKey key = component.getAnnotation(MapKey.class);
        if (key != null) {
            property.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys").add(key.value());
        }
    }

    /// fabric8 finds the rules of a record's component twice: at its field and at its accessor.
    private static void keepRulesOnce(ObjectNode schema) {
        JsonNode rules = schema.path("x-kubernetes-validations");
        if (!rules.isEmpty()) {
            ArrayNode once = schema.arrayNode();
            new LinkedHashSet<>(rules.valueStream().toList()).forEach(once::add);
            schema.set("x-kubernetes-validations", once);
        }
    }
}
