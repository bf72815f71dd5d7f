package io.fareswarm.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/// Checks of a resource's `metadata`, as on an API server: fields, name, namespace, labels and annotations.
final class MetadataRules {
    private static final String DEFAULT_NAMESPACE = "default";

    private static final Set<String> FIELDS = Set.of("name", "generateName", "namespace", "labels", "annotations",
            "finalizers", "ownerReferences", "uid", "resourceVersion", "generation", "creationTimestamp",
            "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern KEY = Pattern
            .compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private MetadataRules() {}

    static void check(JsonNode resource, ProblemList problems) {
        JsonNode metadata = resource.path("metadata");
        metadata.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                problems.add("metadata." + name, "unknown field");
            }
        });
        if (metadata.path("name").asText().isEmpty()) {
            problems.addBlocking("metadata.name", "required value is missing");
        }
        JsonNode namespace = metadata.path("namespace");
        if (!isAbsent(namespace) && !(namespace.isTextual() && LABEL.matcher(namespace.asText()).matches())) {
            problems.add("metadata.namespace", "must be a DNS label of at most 63 characters a-z, 0-9 and -, found "
                    + StructuralRules.shown(namespace));
        }
        strings(metadata, "labels", problems);
        strings(metadata, "annotations", problems);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static void strings(JsonNode metadata, String field, ProblemList problems) {
        JsonNode map = metadata.path(field);
        if (!isAbsent(map) && !map.isObject()) {
            problems.add("metadata." + field, "must be of type object, found " + StructuralRules.shown(map));
        }
        map.properties().forEach(entry -> {
            String path = "metadata." + field;
            if (!KEY.matcher(entry.getKey()).matches()) {
                problems.add(path,
                        "must have keys such as example.com/name, found " + StructuralRules.shown(entry.getKey()));
            }
            if (!entry.getValue().isTextual()) {
                problems.add(FieldPaths.field(path, entry.getKey()),
                        "must be of type string, found " + StructuralRules.shown(entry.getValue()));
            } else if (field.equals("labels") && !VALUE.matcher(entry.getValue().asText()).matches()) {
                problems.add(path, "must have values of at most 63 characters A-Z, a-z, 0-9, -, _ and ., found "
                        + StructuralRules.shown(entry.getValue()));
            }
        });
    }

    /// Reads the metadata of a new resource: name, namespace, labels and annotations.
    static ObjectMeta decode(JsonNode resource) {
        JsonNode metadata = resource.path("metadata");
        return new ObjectMetaBuilder().withName(metadata.path("name").asText())
                .withNamespace(metadata.path("namespace").asText(DEFAULT_NAMESPACE))
                .withLabels(decode(metadata, "labels")).withAnnotations(decode(metadata, "annotations")).build();
    }

    private static Map<String, String> decode(JsonNode metadata, String field) {
        Map<String, String> strings = new LinkedHashMap<>();
        metadata.path(field).properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
