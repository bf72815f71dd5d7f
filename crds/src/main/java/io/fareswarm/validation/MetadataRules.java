package io.fareswarm.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/// What Kubernetes says of every resource's `metadata`, as far as it matters to a manifest.
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

    static void check(JsonNode resource, ProblemList findings) {
        JsonNode metadata = resource.path("metadata");
        metadata.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                findings.add("metadata." + name, "unknown field");
            }
        });
        if (metadata.path("name").asText().isEmpty()) {
            findings.addBlocking("metadata.name", "required value is missing");
        }
        JsonNode namespace = metadata.path("namespace");
        if (!isAbsent(namespace) && !(namespace.isTextual() && LABEL.matcher(namespace.asText()).matches())) {
            findings.add("metadata.namespace", "must be a DNS label of at most 63 characters a-z, 0-9 and -, found "
                    + StructuralRules.shown(namespace));
        }
        words(metadata, "labels", findings);
        words(metadata, "annotations", findings);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static void words(JsonNode metadata, String field, ProblemList findings) {
        JsonNode words = metadata.path(field);
        if (!isAbsent(words) && !words.isObject()) {
            findings.add("metadata." + field, "must be of type object, found " + StructuralRules.shown(words));
        }
        words.properties().forEach(word -> {
            String path = "metadata." + field;
            if (!KEY.matcher(word.getKey()).matches()) {
                findings.add(path,
                        "must have keys such as example.com/name, found " + StructuralRules.shown(word.getKey()));
            }
            if (!word.getValue().isTextual()) {
                findings.add(FieldPaths.field(path, word.getKey()),
                        "must be of type string, found " + StructuralRules.shown(word.getValue()));
            } else if (field.equals("labels") && !VALUE.matcher(word.getValue().asText()).matches()) {
                findings.add(path, "must have values of at most 63 characters A-Z, a-z, 0-9, -, _ and ., found "
                        + StructuralRules.shown(word.getValue()));
            }
        });
    }

    /// What a new resource has of it.
    static ObjectMeta decode(JsonNode resource) {
        JsonNode metadata = resource.path("metadata");
        return new ObjectMetaBuilder().withName(metadata.path("name").asText())
                .withNamespace(metadata.path("namespace").asText(DEFAULT_NAMESPACE))
                .withLabels(decode(metadata, "labels")).withAnnotations(decode(metadata, "annotations")).build();
    }

    private static Map<String, String> decode(JsonNode metadata, String field) {
        Map<String, String> words = new LinkedHashMap<>();
        metadata.path(field).properties().forEach(word -> words.put(word.getKey(), word.getValue().asText()));
        return words;
    }
}
