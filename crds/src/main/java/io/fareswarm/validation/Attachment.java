package io.fareswarm.validation;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A Secret or a ConfigMap among manifests, for a machine that has none. What is in it is in no message.
///
/// @param kind Secret or ConfigMap
/// @param data its values by key
public record Attachment(String kind, String namespace, String name, Map<String, byte[]> data) {
    static final String API_VERSION = "v1";

    /// Where it is among others of its kind; never what is in it.
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }

    static boolean isKind(String kind) {
        return kind.equals("Secret") || kind.equals("ConfigMap");
    }

    /// Reads one as a cluster would, as far as keys and values are concerned.
    static Attachment read(ObjectNode resource, ProblemList findings) {
        MetadataRules.check(resource, findings);
        boolean secret = resource.path("kind").asText().equals("Secret");
        Map<String, byte[]> data = new LinkedHashMap<>();
        values(resource, "data", secret, data, findings);
        values(resource, secret ? "stringData" : "binaryData", !secret, data, findings);
        var metadata = MetadataRules.decode(resource);
        return new Attachment(resource.path("kind").asText(), metadata.getNamespace(), metadata.getName(), data);
    }

    private static void values(JsonNode resource, String field, boolean base64, Map<String, byte[]> into,
            ProblemList findings) {
        resource.path(field).properties().forEach(value -> {
            String path = FieldPaths.field(field, value.getKey());
            if (!value.getKey().matches("[-._a-zA-Z0-9]{1,253}") || value.getKey().startsWith("..")) {
                findings.add(path, "must have keys of A-Z, a-z, 0-9, -, _ and .");
            } else if (!value.getValue().isTextual()) {
                findings.add(path, "must be of type string");
            } else if (base64) {
                decode(value.getValue().asText(), value.getKey(), path, into, findings);
            } else {
                into.put(value.getKey(), value.getValue().asText().getBytes(UTF_8));
            }
        });
    }

    private static void decode(String text, String key, String path, Map<String, byte[]> into, ProblemList findings) {
        try {
            into.put(key, Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            findings.add(path, "must be Base64");
        }
    }
}
