package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.PageError;

/// The stored files of runs that go on: looks for changed ConfigMaps every 10 s, and reports them, until it is closed. It
/// reads metadata only, and asks only while a run goes on.
final class RunFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /// Runs of one namespace that are followed.
    private static final int MOST_RUNS = 50;

    private final ApiServer api;
    private final ChangeLog changes;
    private final Supplier<List<Run>> active;
    private final Thread thread;
    /// Version of each followed run's ConfigMap.
    private Map<Run, String> versions = Map.of();

    /// A run that goes on.
    ///
    /// @param name of its LoadTest
    record Run(String namespace, String name, int number) {}

    /// @param active the runs that go on
    RunFiles(ApiServer api, ChangeLog changes, Supplier<List<Run>> active) {
        this.api = api;
        this.changes = changes;
        this.active = active;
        this.thread = Thread.ofVirtual().name("files of runs").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<Run, String> found = new HashMap<>();
        active.get().stream().collect(Collectors.groupingBy(Run::namespace))
                .forEach((namespace, runs) -> found.putAll(versions(namespace, runs)));
        found.forEach((run, version) -> {
            if (!version.equals(versions.get(run))) {
                changes.files(run.namespace, run.name, run.number);
            }
        });
        versions = found;
    }

    /// The version of the ConfigMap of each run that has one. The versions from before if the API server rejects.
    private Map<Run, String> versions(String namespace, List<Run> runs) {
        List<Run> first = runs.stream().limit(MOST_RUNS).toList();
        String labels = "%s,%s in (%s),%s in (%s)".formatted(Labels.OURS, Labels.LOADTEST,
                first.stream().map(Run::name).distinct().collect(Collectors.joining(",")), Labels.RUN,
                first.stream().map(run -> Integer.toString(run.number)).distinct().collect(Collectors.joining(",")));
        Map<Run, String> found = new HashMap<>();
        try {
            for (JsonNode one : api.metadata(
                    "/api/v1/namespaces/%s/configmaps?resourceVersion=0&labelSelector=%s".formatted(
                            PageKind.name(namespace), ApiServer.query(labels)))
                    .path("items")) {
                JsonNode label = one.at("/metadata/labels");
                Run run = new Run(namespace, label.path(Labels.LOADTEST).asText(), label.path(Labels.RUN).asInt());
                if (first.contains(run)) {
                    found.put(run, one.at("/metadata/resourceVersion").asText());
                }
            }
            return found;
        } catch (PageError e) {
            LOG.debug("the files of runs in {} cannot be followed: {}", namespace, e.getMessage());
            first.stream().filter(versions::containsKey).forEach(run -> found.put(run, versions.getOrDefault(run, "")));
            return found;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
