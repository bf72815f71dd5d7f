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
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import io.fareswarm.api.Durations;
import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.Format;
import io.fareswarm.api.annotation.IntOrString;
import io.fareswarm.api.annotation.MapKey;
import io.fareswarm.api.annotation.MayBeEmpty;
import io.fareswarm.api.annotation.Time;

/// Completes the schema that fabric8's generator derives from a record. Adds descriptions, required fields (components
/// that are not nullable and have no default), defaults of objects, number formats, and our own annotations.
record RecordSchema(DocComments docs) {
    private static final Map<Type, String> NUMBER_FORMATS = Map.of(int.class, "int32", Integer.class, "int32",
            long.class, "int64", Long.class, "int64", double.class, "double", Double.class, "double");

    private static final String MAP_TYPE = "x-kubernetes-map-type";

    /// Completes the schema of a record and of all records in it.
    void complete(ObjectNode schema, Class<?> record) {
        keepRulesOnce(schema);
        if (!schema.has("description")) {
            schema.put("description", docs.of(record));
        }
        if (record.isAnnotationPresent(MayBeEmpty.class)) {
            schema.put(MAP_TYPE, "atomic");
        }
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            String name = nameOf(component);
            ObjectNode property = (ObjectNode) schema.path("properties").path(name);
            keepRulesOnce(property);
            Default defaultValue = component.getAccessor().getAnnotation(Default.class);
            if (defaultValue != null && property.path("type").asText().equals("object")) {
                // fabric8 parses the default into the record, and writes all components, including those with their own
                // defaults.
                property.set("default", new ObjectMapper()
                        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(defaultValue.value())));
            }
            if (defaultValue == null && component.getAnnotation(DefaultInCode.class) == null
                    && !component.getAnnotatedType().isAnnotationPresent(org.jspecify.annotations.Nullable.class)) {
                required.add(name);
            }
            ourAnnotations(property, component);
            String description = docs.of(record, component.getName());
            if (!description.isEmpty()) {
                property.put("description",
                        description + docs.details(component.getType()) + bounds(property, component));
            }
            completeType(property, component.getAnnotatedType());
        }
        if (required.isEmpty()) {
            schema.remove("required");
        }
    }

    /// Bounds and default as sentences, because `kubectl explain` shows neither.
    private static String bounds(ObjectNode property, RecordComponent component) {
        StringBuilder text = new StringBuilder();
        Time time = component.getAnnotation(Time.class);
        if (time != null) {
            text.append(" From %s to %s.".formatted(time.min(), time.max()));
        } else if (property.has("minimum") && property.has("maximum")) {
            String form = property.path("exclusiveMinimum").asBoolean() ? " Above %s, at most %s." : " From %s to %s.";
            text.append(form.formatted(number(property.get("minimum")), number(property.get("maximum"))));
        }
        DefaultInCode inCode = component.getAnnotation(DefaultInCode.class);
        JsonNode inSchema = property.path("default");
        String defaultValue = inCode != null ? inCode.value() : inSchema.isValueNode() ? inSchema.asText() : "";
        return defaultValue.isEmpty() ? text.toString() : text + " Default: " + defaultValue + ".";
    }

    private static String number(JsonNode value) {
        return value.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private void completeType(ObjectNode schema, AnnotatedType annotated) {
        Type type = annotated.getType();
        IntOrString number = annotated.getAnnotation(IntOrString.class);
        Form form = annotated.getAnnotation(Form.class);
        if (form != null && number == null) {
            form(schema, form);
        }
        if (number != null) {
            intOrString(schema, number);
            if (form != null) {
                schema.put("pattern", form.value());
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            complete(schema, plain);
        } else if (NUMBER_FORMATS.containsKey(type)) {
            schema.put("format", NUMBER_FORMATS.get(type));
        } else if (annotated instanceof AnnotatedParameterizedType container) {
            AnnotatedType[] arguments = container.getAnnotatedActualTypeArguments();
            boolean list = ((ParameterizedType) type).getRawType() == List.class;
            if (!list) {
                schema.put(MAP_TYPE, "atomic"); // A map may be empty.
            }
            completeType((ObjectNode) schema.get(list ? "items" : "additionalProperties"),
                    arguments[arguments.length - 1]);
        }
    }

    /// Adds the rule of a form. It is the first rule, so that its message is the first one. A value that may be a number has a
    /// pattern in its place: API servers before Kubernetes 1.34 take such a value for one of 3 MiB, and reject the rule for its
    /// cost.
    private static void form(ObjectNode schema, Form form) {
        String quote = form.value().contains("'") ? "\"" : "'";
        schema.withArray("x-kubernetes-validations").insertObject(0)
                .put("rule", "self.matches(r" + quote + form.value() + quote + ")").put("message", form.message());
    }

    /// Declares the value as Kubernetes declares its quantities. The bounds apply to numbers, and the form to strings.
    private static void intOrString(ObjectNode schema, IntOrString number) {
        schema.remove("type");
        schema.put("x-kubernetes-int-or-string", true).put("minimum", number.min());
        if (number.max() != Long.MAX_VALUE) {
            schema.put("maximum", number.max());
        }
    }

    private static void ourAnnotations(ObjectNode property, RecordComponent component) {
        Time time = component.getAnnotation(Time.class);
        if (time != null) {
            property.put("maxLength", Durations.MAX_LENGTH);
            // One rule instead of a pattern and a rule: a wrong text gives one message, and duration() gets only texts
            // that it can parse.
            property.putArray("x-kubernetes-validations").addObject().put("rule",
                    "self.matches('%s') && duration(self) >= duration('%s') && duration(self) <= duration('%s')"
                            .formatted(Durations.PATTERN, time.min(), time.max()))
                    .put("message", "must be a time such as 30s, 1m30s or 250ms, from %s to %s".formatted(time.min(),
                            time.max()));
        }
        Format format = component.getAnnotation(Format.class);
        if (format != null) {
            property.put("format", format.value());
        }
        MapKey key = component.getAnnotation(MapKey.class);
        if (key != null) {
            property.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys").add(key.value());
        }
    }

    /// Removes duplicates: fabric8 finds the rules of a component at its field and again at its accessor.
    private static void keepRulesOnce(ObjectNode schema) {
        JsonNode rules = schema.path("x-kubernetes-validations");
        if (!rules.isEmpty()) {
            ArrayNode once = schema.arrayNode();
            new LinkedHashSet<>(rules.valueStream().toList()).forEach(once::add);
            schema.set("x-kubernetes-validations", once);
        }
    }
}
