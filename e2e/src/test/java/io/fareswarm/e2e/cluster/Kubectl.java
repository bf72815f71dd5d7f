package io.fareswarm.e2e.cluster;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// A kubectl client for one user and one namespace.
///
/// @param words beginning of the command line
/// @param namespace current namespace
public record Kubectl(List<String> words, String namespace) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Runs kubectl and returns the result of success or failure.
    public Command attempt(String input, String... arguments) {
        return Command.run(input, Stream.of(words.stream(), Stream.of("--namespace", namespace),
                Stream.of(arguments)).flatMap(part -> part).toList());
    }

    /// Runs kubectl and returns its output.
    ///
    /// @throws AssertionError if it fails
    public String run(String... arguments) {
        return attempt("", arguments).output();
    }

    public void apply(String... manifests) {
        attempt(String.join("\n---\n", manifests), "apply", "-f", "-").output();
    }

    /// Returns an object, or a list of objects.
    public JsonNode get(String... what) {
        return read(run(Stream.concat(Stream.of("get", "-o", "json"), Stream.of(what)).toArray(String[]::new)));
    }

    /// Names of all objects of some kinds, sorted.
    ///
    /// @param kinds separated by commas
    public List<String> names(String kinds, String... selection) {
        return run(Stream.concat(Stream.of("get", "-o", "name", kinds), Stream.of(selection)).toArray(String[]::new))
                .lines().sorted().toList();
    }

    /// Waits for a condition of an object.
    public void await(String condition, String object) {
        run("wait", "--for=condition=" + condition, "--timeout=180s", object);
    }

    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("expected JSON, found " + json, e);
        }
    }

    /// Evicts a pod of the current namespace through the eviction API, with the pod's own grace period.
    ///
    /// @param pod such as `NAME` or `pod/NAME`
    public Command evict(String pod) {
        String name = pod.substring(pod.indexOf('/') + 1);
        return attempt("""
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
                """.formatted(name, namespace), "create", "--raw",
                "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, name), "-f", "-");
    }

    /// The condition of a type; an empty object if there is none.
    public static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return JSON.createObjectNode();
    }
}
