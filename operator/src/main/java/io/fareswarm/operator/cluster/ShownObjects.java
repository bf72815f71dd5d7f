package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ResourceKey;

/// The LoadTests, FareModels and events that the page shows: the watches on them, and what they received; and the files of
/// runs that go on. Bounded.
final class ShownObjects implements AutoCloseable {
    private static final int MOST_RESOURCES = 1000;
    private static final int MOST_EVENTS = 500;
    /// Time that the start waits for the first lists.
    private static final Duration LISTED = Duration.ofSeconds(5);

    private final ApiServer api;
    private final ShownResources tests;
    private final ShownResources models;
    private final ShownEvents events;
    private final RunFiles files;
    private final List<ResourceWatch> watches = new ArrayList<>();

    /// @param changes takes over what is received
    ShownObjects(ApiServer api, ChangeLog changes) {
        this.api = api;
        tests = new ShownResources(changes, MOST_RESOURCES);
        models = new ShownResources(changes, MOST_RESOURCES);
        events = new ShownEvents(changes);
        files = new RunFiles(api, changes, tests::active);
    }

    /// Lists and watches, and waits a while for the first lists.
    ///
    /// @param testNamespaces namespaces whose LoadTests are shown; one empty name for all
    /// @param modelNamespaces the same for FareModels
    /// @param eventNamespaces the same for events
    void watch(List<String> testNamespaces, List<String> modelNamespaces, List<String> eventNamespaces)
            throws InterruptedException {
        var created = new ResourceWatch.Selection("", MOST_RESOURCES,
                object -> object.at("/metadata/creationTimestamp").asText());
        testNamespaces.forEach(one -> start(PageKind.LoadTest, one, created, resources(tests, one)));
        modelNamespaces.forEach(one -> start(PageKind.FareModel, one, created, resources(models, one)));
        var about = new ResourceWatch.Selection("involvedObject.apiVersion=" + PageKind.LoadTest.apiVersion(),
                MOST_EVENTS, ShownEvents::time);
        eventNamespaces.forEach(one -> start(PageKind.Event, one, about, received()));
        long end = System.nanoTime() + LISTED.toNanos();
        for (ResourceWatch watch : watches) {
            boolean _ = watch.listed().await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void start(PageKind kind, String namespace, ResourceWatch.Selection selection,
            ResourceWatch.Receiver receiver) {
        watches.add(new ResourceWatch(api, kind, namespace, selection, receiver));
    }

    private static ResourceWatch.Receiver resources(ShownResources shown, String namespace) {
        return new ResourceWatch.Receiver() {
            @Override
            public void replace(List<ObjectNode> objects) {
                shown.replace(namespace, objects);
            }

            @Override
            public void put(ObjectNode object) {
                shown.put(object);
            }

            @Override
            public void remove(ObjectNode object) {
                shown.remove(ResourceKey.of(object));
            }
        };
    }

    private ResourceWatch.Receiver received() {
        return new ResourceWatch.Receiver() {
            @Override
            public void replace(List<ObjectNode> objects) {
                events.addAll(objects);
            }

            @Override
            public void put(ObjectNode object) {
                events.add(object);
            }

            @Override
            public void remove(ObjectNode object) {
                // An event that the API server drops stays a step of the run.
            }
        };
    }

    /// The namespaces of all shown resources, sorted.
    Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>(tests.namespaces());
        namespaces.addAll(models.namespaces());
        return namespaces;
    }

    @Override
    public void close() {
        watches.forEach(ResourceWatch::close);
        files.close();
    }
}
