package io.fareswarm.operator.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.ApiNames;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.conditions.ResourceEvent;
import io.fareswarm.operator.model.ModelEvents;
import io.fareswarm.operator.run.EventMessages;
import io.fareswarm.operator.run.StatusWrites;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ResourceKey;

/// The resources on this machine, in the place of an API server: users write specs, the platform writes statuses.
/// Thread-safe.
public final class LocalResources {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
                    JsonInclude.Include.ALWAYS))
            .build();

    /// Annotation of a LoadTest that waits until somebody starts it.
    private static final String SUSPENDED = "fareswarm.io/suspended";
    /// Annotation of a FareModel that is trained on a file in place of its source: the file.
    private static final String DATA = "fareswarm.io/data";

    private final boolean suspends;
    private final @Nullable String data;
    private final Clock time;
    private final ChangeLog changes = new ChangeLog();
    private final Map<ResourceKey, StoredResource> entries = new LinkedHashMap<>();
    private final Map<ResourceKey, Instant> writtenAt = new HashMap<>();
    /// The LoadTests that somebody has started.
    private final Set<ResourceKey> started = new HashSet<>();

    /// @param spec FareModelSpec or LoadTestSpec
    /// @param status FareModelStatus or LoadTestStatus; null before the first
    private record StoredResource(String uid, String createdAt, long generation, Object spec,
            @Nullable Object status) {}

    /// Without resources.
    ///
    /// @param suspends whether a LoadTest of a manifest waits until somebody starts it
    /// @param data file that FareModels are trained on; null for their own sources
    public LocalResources(boolean suspends, @Nullable String data, Clock time) {
        this.suspends = suspends;
        this.data = data;
        this.time = time;
    }

    /// Key of a resource.
    static ResourceKey key(HasMetadata resource) {
        return new ResourceKey(resource.getKind(), resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    }

    /// All resources, and their changes.
    ChangeLog changes() {
        return changes;
    }

    /// Names of the FareModels of a namespace.
    synchronized List<String> models(String namespace) {
        return entries.keySet().stream().filter(key -> key.kind().equals("FareModel"))
                .filter(key -> key.namespace().equals(namespace)).map(ResourceKey::name).toList();
    }

    /// Adds a FareModel.
    public synchronized void add(FareModel model) {
        create(key(model), model.getSpec(), null);
    }

    /// Adds a LoadTest, which runs when it is started.
    public synchronized void add(LoadTest test) {
        create(key(test), test.getSpec(), null);
    }

    /// Adds a LoadTest that has run.
    ///
    /// @param status of its last run
    synchronized void add(ResourceKey test, LoadTestSpec spec, LoadTestStatus status) {
        create(test, spec, status);
    }

    private void create(ResourceKey key, Object spec, @Nullable Object status) {
        put(key, new StoredResource(UUID.randomUUID().toString(), time.instant().toString(), 1, spec, status));
    }

    private void put(ResourceKey key, StoredResource entry) {
        entries.put(key, entry);
        changes.put(json(key, entry));
    }

    private ObjectNode json(ResourceKey key, StoredResource entry) {
        ObjectNode object = JSON.createObjectNode().put("apiVersion", ApiNames.API_VERSION).put("kind", key.kind());
        ObjectNode metadata = object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace())
                .put("uid", entry.uid)
                .put("generation", entry.generation).put("creationTimestamp", entry.createdAt);
        if (suspends && key.kind().equals("LoadTest") && entry.status == null && !started.contains(key)) {
            metadata.putObject("annotations").put(SUSPENDED, "true");
        }
        if (data != null && key.kind().equals("FareModel")) {
            metadata.putObject("annotations").put(DATA, data);
        }
        object.set("spec", JSON.valueToTree(entry.spec));
        return entry.status == null ? object : object.set("status", JSON.valueToTree(entry.status));
    }

    /// Whether there is a resource of this key.
    synchronized boolean contains(ResourceKey key) {
        return entries.containsKey(key);
    }

    /// The resource as JSON; empty if there is none.
    Optional<ObjectNode> find(ResourceKey key) {
        return changes.find(key);
    }

    /// The spec of a LoadTest; empty if it was deleted.
    synchronized Optional<LoadTestSpec> spec(ResourceKey test) {
        return Optional.ofNullable(entries.get(test)).map(entry -> (LoadTestSpec) entry.spec);
    }

    /// The status of a LoadTest; empty before its first.
    synchronized Optional<LoadTestStatus> status(ResourceKey test) {
        return Optional.ofNullable(entries.get(test)).map(entry -> (LoadTestStatus) entry.status);
    }

    /// Replaces the spec of a LoadTest.
    ///
    /// @param start whether it runs, unless the run of its number is over
    synchronized void write(ResourceKey test, LoadTestSpec spec, boolean start) {
        if (start) {
            started.add(test);
        }
        StoredResource before = entries.get(test);
        if (before == null) {
            create(test, spec, null);
        } else {
            long generation = before.generation + (before.spec.equals(spec) ? 0 : 1);
            put(test, new StoredResource(before.uid, before.createdAt, generation, spec, before.status));
        }
    }

    /// Removes a resource.
    synchronized void remove(ResourceKey key) {
        entries.remove(key);
        started.remove(key);
        writtenAt.remove(key);
        changes.remove(key);
    }

    /// Writes the status of a FareModel.
    synchronized void observed(FareModel model, FareModelStatus status) {
        StoredResource before = entries.get(key(model));
        if (before != null && !status.equals(before.status)) {
            put(key(model), new StoredResource(before.uid, before.createdAt, before.generation, before.spec, status));
            ModelEvents.between((FareModelStatus) before.status, status).forEach(event -> record(key(model), event));
        }
    }

    /// Writes the status of a LoadTest.
    synchronized void observed(LoadTest test, LoadTestStatus status) {
        StoredResource before = entries.get(key(test));
        if (before != null && !status.equals(before.status)
                && isTime(key(test), StatusWrites.delay((LoadTestStatus) before.status, status))) {
            put(key(test), new StoredResource(before.uid, before.createdAt, before.generation, before.spec, status));
            EventMessages.between((LoadTestStatus) before.status, status).forEach(event -> record(key(test), event));
        }
    }

    /// Whether a test's status may change again: after the same pauses as on a cluster.
    private boolean isTime(ResourceKey test, Duration pause) {
        Instant now = time.instant();
        if (now.isBefore(writtenAt.getOrDefault(test, Instant.EPOCH).plus(pause))) {
            return false;
        }
        writtenAt.put(test, now);
        return true;
    }

    private void record(ResourceKey key, ResourceEvent event) {
        changes.event(new ChangeLog.Event(key.namespace(), key.kind(), key.name(), event.type(), event.reason(),
                event.message(), time.instant().toString(), 1));
    }

    /// The started LoadTest whose next run is due; empty when none is.
    synchronized Optional<LoadTest> due() {
        return entries.keySet().stream().filter(started::contains).filter(this::isDue).findFirst()
                .map(key -> loadTest(key, Objects.requireNonNull(entries.get(key))));
    }

    private boolean isDue(ResourceKey key) {
        StoredResource entry = Objects.requireNonNull(entries.get(key));
        LoadTestStatus.Run last = entry.status == null ? null : ((LoadTestStatus) entry.status).run();
        return last == null || ((LoadTestSpec) entry.spec).run() > last.number();
    }

    private static LoadTest loadTest(ResourceKey key, StoredResource entry) {
        LoadTest test = new LoadTest();
        test.getMetadata().setName(key.name());
        test.getMetadata().setNamespace(key.namespace());
        test.getMetadata().setUid(entry.uid);
        test.setSpec((LoadTestSpec) entry.spec);
        return test;
    }

    /// The namespaces of all resources, and `default`.
    synchronized List<String> namespaces() {
        Set<String> namespaces = new HashSet<>(Set.of("default"));
        entries.keySet().forEach(key -> namespaces.add(key.namespace()));
        return namespaces.stream().sorted().toList();
    }
}
