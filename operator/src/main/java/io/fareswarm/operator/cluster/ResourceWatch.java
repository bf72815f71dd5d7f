package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.ui.PageError;

/// A list of objects and a watch on it, until it is closed. After a failure, or when the server ends the watch, both begin
/// anew after a delay of 1 s to 30 s.
final class ResourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    /// Objects in one response, and responses of one list: objects beyond are not seen.
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 100;

    private final ApiServer api;
    private final PageKind kind;
    private final String namespace;
    private final Selection selection;
    private final Receiver receiver;
    private final CountDownLatch listed = new CountDownLatch(1);
    private final Thread thread;

    /// Which objects are received.
    ///
    /// @param fields field selector; empty for all objects
    /// @param most objects of a list: the newest ones
    /// @param time when an object was made
    record Selection(String fields, int most, Function<JsonNode, String> time) {}

    /// What the objects are for. Called by one thread at a time for each list or watch.
    interface Receiver {
        /// Takes over the newest objects, which replace all that came before.
        void replace(List<ObjectNode> objects);

        /// Takes over a new or changed object.
        void put(ObjectNode object);

        /// Takes over that an object was deleted.
        void remove(ObjectNode object);
    }

    /// @param namespace empty for all
    ResourceWatch(ApiServer api, PageKind kind, String namespace, Selection selection, Receiver receiver) {
        this.api = api;
        this.kind = kind;
        this.namespace = namespace;
        this.selection = selection;
        this.receiver = receiver;
        this.thread = Thread.ofVirtual().name("watch of " + kind.plural + " " + namespace).start(this::run);
    }

    /// Is zero once the objects were listed, or could not be.
    CountDownLatch listed() {
        return listed;
    }

    private void run() {
        Duration delay = SHORTEST_DELAY;
        try {
            while (true) {
                try {
                    watchFrom(list());
                    delay = SHORTEST_DELAY;
                } catch (PageError e) {
                    if (e.status() == 403 || e.status() == 401) {
                        receiver.replace(List.of());
                    }
                    LOG.debug("{} in '{}': {}", kind.plural, namespace, e.getMessage());
                    delay = longer(delay);
                } catch (KubernetesClientException e) {
                    LOG.debug("{} in '{}' cannot be watched", kind.plural, namespace, e);
                    delay = longer(delay);
                } finally {
                    listed.countDown();
                }
                Thread.sleep(delay);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration delay) {
        Duration twice = delay.multipliedBy(2);
        return twice.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : twice;
    }

    /// Reports all objects and returns the version of the list.
    private String list() {
        PriorityQueue<ObjectNode> newest = new PriorityQueue<>(Comparator.comparing(selection.time()));
        String more = "";
        String version = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list = api.get(kind.path(namespace) + "?limit=" + PAGE + "&fieldSelector="
                    + ApiServer.query(selection.fields()) + "&continue=" + ApiServer.query(more));
            version = list.at("/metadata/resourceVersion").asText();
            for (JsonNode item : list.path("items")) {
                if (item instanceof ObjectNode object) {
                    newest.add(object);
                }
                if (newest.size() > selection.most()) {
                    newest.remove();
                }
            }
            more = list.at("/metadata/continue").asText();
            if (more.isEmpty()) {
                break;
            }
        }
        receiver.replace(new ArrayList<>(newest));
        return version;
    }

    /// Reports changes until the watch ends.
    private void watchFrom(String version) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        var objects = api.client().genericKubernetesResources(kind.context());
        var options = new ListOptionsBuilder().withResourceVersion(version)
                .withFieldSelector(selection.fields().isEmpty() ? null : selection.fields()).build();
        Watcher<GenericKubernetesResource> watcher = new Watcher<>() {
            @Override
            public boolean reconnecting() {
                return true; // the client reconnects a watch that was cut; this class begins anew when its version has expired
            }

            @Override
            public void eventReceived(Action action, GenericKubernetesResource resource) {
                ObjectNode object = api.client().getKubernetesSerialization().convertValue(resource, ObjectNode.class);
                switch (action) {
                    case ADDED, MODIFIED -> receiver.put(object);
                    case DELETED -> receiver.remove(object);
                    case BOOKMARK, ERROR -> {
                        // a bookmark changes nothing; onClose follows an error
                    }
                }
            }

            @Override
            public void onClose() {
                ended.countDown();
            }

            @Override
            public void onClose(WatcherException cause) {
                ended.countDown();
            }
        };
        try (Watch _ = namespace.isEmpty()
                ? objects.inAnyNamespace().watch(options, watcher)
                : objects.inNamespace(namespace).watch(options, watcher)) {
            listed.countDown();
            ended.await();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
