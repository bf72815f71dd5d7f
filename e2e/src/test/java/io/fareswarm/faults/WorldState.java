package io.fareswarm.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.reconcile.OperatorProcess;

/// The objects and events of one life, without what differs between two lives: times, UIDs, versions, addresses, tokens and
/// measured times. Two states are equal if their texts are.
///
/// @param objects one line for each object, sorted
/// @param events one line for each event, sorted
/// @param requests number of requests that the target received
record WorldState(List<String> objects, List<String> events, long requests) {
    private static final Map<String, String> KINDS = Map.of("ConfigMap", "/api/v1/%s/configmaps", "Secret",
            "/api/v1/%s/secrets", "Service", "/api/v1/%s/services", "Pod", "/api/v1/%s/pods", "Job",
            "/apis/batch/v1/%s/jobs", "Deployment", "/apis/apps/v1/%s/deployments", "NetworkPolicy",
            "/apis/networking.k8s.io/v1/%s/networkpolicies", "PodDisruptionBudget",
            "/apis/policy/v1/%s/poddisruptionbudgets", "LoadTest", "/apis/fareswarm.io/v1beta1/%s/loadtests",
            "FareModel", "/apis/fareswarm.io/v1beta1/%s/faremodels");
    /// Fields that differ between two lives, wherever they stand.
    private static final Set<String> DIFFERENT = Set.of("uid", "resourceVersion", "creationTimestamp", "generation",
            "managedFields", "clusterIP", "clusterIPs", "live", "latencyMs", "serviceTimeMs", "throughput", "second",
            "bytesReceived", "users", "p50", "p90", "p95", "p99");

    /// Reads the state of a life.
    ///
    /// @param name name of its resource, which is part of the names of all its objects
    static WorldState read(String namespace, String name, long requests) {
        List<String> objects = new ArrayList<>();
        KINDS.forEach((kind, path) -> list(path, namespace).filter(item -> metadata(item, "name").contains(name))
                .forEach(item -> objects.add(kind + " " + comparable(kind, item, name))));
        List<String> events = list("/api/v1/%s/events", namespace)
                .filter(event -> event.at("/involvedObject/name").asText().equals(name))
                .filter(event -> event.path("reportingComponent").asText().equals("fareswarm")) // not the API server's
                .map(event -> "%s %s x%d: %s".formatted(event.path("type").asText(), event.path("reason").asText(),
                        event.path("count").asInt(), text(event.path("message").asText(), name)))
                .sorted().toList();
        return new WorldState(objects.stream().sorted().toList(), events, requests);
    }

    private static Stream<JsonNode> list(String path, String namespace) {
        JsonNode list = Kubectl
                .read(String.valueOf(OperatorProcess.ADMIN.raw(path.formatted("namespaces/" + namespace))));
        return list.path("items").valueStream();
    }

    private static String metadata(JsonNode object, String field) {
        return object.path("metadata").path(field).asText();
    }

    private static JsonNode comparable(String kind, JsonNode object, String name) {
        ObjectNode copy = object.deepCopy();
        boolean own = kind.equals("LoadTest") || kind.equals("FareModel");
        if (!own) {
            copy.remove("status");
        }
        if (kind.equals("Pod")) {
            // The pods are not the operator's work, but their number is.
            copy.remove("spec");
            copy.set("metadata", JsonNodeFactory.instance.objectNode().set("labels", object.at("/metadata/labels")));
        }
        if (kind.equals("Secret") || metadata(object, "name").contains("-run-")) {
            onlyKeys(copy, "data");
        }
        return without(copy, name);
    }

    /// Replaces the values of a map, such as measurements, by nothing.
    private static void onlyKeys(ObjectNode object, String field) {
        if (object.path(field) instanceof ObjectNode map) {
            List<String> keys = new ArrayList<>();
            map.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> map.put(key, "…"));
        }
    }

    private static JsonNode without(JsonNode node, String name) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode rest = JsonNodeFactory.instance.objectNode();
                object.properties().stream().filter(field -> !DIFFERENT.contains(field.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(field -> rest.set(text(field.getKey(), name), without(field.getValue(), name)));
                yield rest;
            }
            case ArrayNode array -> {
                ArrayNode rest = JsonNodeFactory.instance.arrayNode();
                // The order of conditions has no meaning.
                array.valueStream().map(item -> without(item, name))
                        .sorted(Comparator.comparing(item -> item.has("reason") ? item.path("type").asText() : ""))
                        .forEach(rest::add);
                yield rest;
            }
            // A file in a ConfigMap. The order of its fields has no meaning.
            case TextNode text when text.asText().startsWith("{") -> without(Kubectl.read(text.asText()), name);
            case TextNode text -> JsonNodeFactory.instance.textNode(text(text.asText(), name));
            default -> node;
        };
    }

    private static String text(String text, String name) {
        return text.replace(name, "NAME").replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
                .replaceAll("127[.][0-9.]+(:[0-9]+)?", "ADDRESS").replaceAll("faults-[0-9]+", "NAMESPACE")
                .replaceAll("from second [0-9]+", "from second N");
    }

    /// Number of objects of a kind.
    long objects(String kind) {
        return objects.stream().filter(object -> object.startsWith(kind + " ")).count();
    }

    /// Whether no object is left. Events stay.
    boolean isEmpty() {
        return objects.isEmpty();
    }

    String text() {
        return Stream.of(objects.stream(), events.stream(), Stream.of("requests at the target: " + requests))
                .flatMap(part -> part).reduce("", (all, line) -> all + line + "\n");
    }

    /// What this state has and the expected one has not, and the other way round.
    String difference(WorldState expected) {
        List<String> missing = lines(expected);
        List<String> surplus = lines(this);
        lines(this).forEach(missing::remove);
        lines(expected).forEach(surplus::remove);
        return Stream.concat(missing.stream().map(line -> "  expected " + line),
                surplus.stream().map(line -> "  found    " + line)).reduce("", (all, line) -> all + line + "\n");
    }

    private static List<String> lines(WorldState state) {
        return new ArrayList<>(state.text().lines().toList());
    }
}
