package io.fareswarm.operator.cluster;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ResourceKey;

/// The resources of one kind that the page shows: the newest ones. Thread-safe and bounded.
final class ShownResources {
    private static final Set<String> OVER = Set.of("Finished", "Error");

    private final ChangeLog changes;
    private final int most;
    private final Map<ResourceKey, Created> shown = new HashMap<>();
    private final TreeSet<Created> byAge = new TreeSet<>(
            Comparator.comparing(Created::time).thenComparing(created -> created.key().toString()));

    /// When a resource was created.
    ///
    /// @param time ISO 8601 in UTC, in seconds: the texts have the order of the times
    private record Created(String time, ResourceKey key) {}

    /// @param most resources that are shown
    ShownResources(ChangeLog changes, int most) {
        this.changes = changes;
        this.most = most;
    }

    /// Takes over all resources of a namespace.
    ///
    /// @param namespace empty for all namespaces
    synchronized void replace(String namespace, List<ObjectNode> resources) {
        Set<ResourceKey> gone = new HashSet<>(shown.keySet());
        resources.forEach(resource -> gone.remove(ResourceKey.of(resource)));
        gone.stream().filter(key -> namespace.isEmpty() || key.namespace().equals(namespace)).forEach(this::remove);
        resources.forEach(this::put);
    }

    /// Adds or changes a resource. One that is older than all that are shown is left out when there are too many.
    synchronized void put(ObjectNode resource) {
        ResourceKey key = ResourceKey.of(resource);
        Created created = new Created(resource.at("/metadata/creationTimestamp").asText(), key);
        Created before = shown.put(key, created);
        if (before != null) {
            byAge.remove(before);
        }
        byAge.add(created);
        if (shown.size() > most) {
            Created oldest = byAge.first();
            remove(oldest.key());
            if (oldest.equals(created)) {
                return;
            }
        }
        if (resource.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        JsonNode last = changes.find(key).<JsonNode>map(found -> found).orElse(resource);
        changes.put(resource);
        if (isOver(resource) && !isOver(last)) {
            changes.files(key.namespace(), key.name(), resource.at("/status/run/number").asInt());
        }
    }

    private static boolean isOver(JsonNode resource) {
        return OVER.contains(resource.at("/status/phase").asText());
    }

    /// Removes a resource.
    synchronized void remove(ResourceKey key) {
        Created created = shown.remove(key);
        if (created != null) {
            byAge.remove(created);
            changes.remove(key);
        }
    }

    /// The runs that go on, of LoadTests.
    synchronized List<RunFiles.Run> active() {
        return shown.keySet().stream().flatMap(key -> changes.find(key).stream()
                .map(test -> new RunFiles.Run(key.namespace(), key.name(), RunReports.live(test))))
                .filter(run -> run.number() > 0).toList();
    }

    /// The namespaces of all that is shown.
    synchronized Set<String> namespaces() {
        Set<String> namespaces = new HashSet<>();
        shown.keySet().forEach(key -> namespaces.add(key.namespace()));
        return namespaces;
    }
}
