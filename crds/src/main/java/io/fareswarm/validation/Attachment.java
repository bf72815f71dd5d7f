package io.fareswarm.validation;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A Secret or a ConfigMap from a manifest, for runs outside a cluster. No message contains its values.
///
/// @param kind Secret or ConfigMap
/// @param data values by key
/// @param namespace namespace of the object
/// @param name name of the object
public record Attachment(String kind, String namespace, String name, Map<String, byte[]> data) {
    static final String API_VERSION = "v1";

    /// Kind, namespace and name, without the values.
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }

    static boolean isKind(String kind) {
        return kind.equals("Secret") || kind.equals("ConfigMap");
    }

    /// Reads a resource and checks its keys and values as a cluster does.
    static Attachment read(ObjectNode resource, ProblemList problems) {
        MetadataRules.check(resource, problems);
        boolean secret = resource.path("kind").asText().equals("Secret");
        Map<String, byte[]> data = new LinkedHashMap<>();
        values(resource, "data", secret, data, problems);
        values(resource, secret ? "stringData" : "binaryData", !secret, data, problems);
        var metadata = MetadataRules.decode(resource);
        return new Attachment(resource.path("kind").asText(), metadata.getNamespace(), metadata.getName(), data);
    }

    private static void values(JsonNode resource, String field, boolean base64, Map<String, byte[]> into,
            ProblemList problems) {
        resource.path(field).properties().forEach(value -> {
            String path = FieldPaths.field(field, value.getKey());
            if (!value.getKey().matches("[-._a-zA-Z0-9]{1,253}") || value.getKey().startsWith("..")) {
                problems.add(path, "must have keys of A-Z, a-z, 0-9, -, _ and .");
            } else if (!value.getValue().isTextual()) {
                problems.add(path, "must be of type string");
            } else {
                try {
                    String text = value.getValue().asText();
                    into.put(value.getKey(), base64
                            ? Base64.getDecoder().decode(text.replaceAll("\\s", ""))
                            : text.getBytes(UTF_8));
                } catch (IllegalArgumentException e) {
                    problems.add(path, "must be base64");
                }
            }
        });
    }
}
