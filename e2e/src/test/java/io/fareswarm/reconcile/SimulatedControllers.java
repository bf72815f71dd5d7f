package io.fareswarm.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// The controllers of one namespace in a loop: starts the pods of each new Job and of each new template of a Deployment,
/// scrapes them like Prometheus, reports their ends, and deletes what no longer has an owner. [SimulatedCluster] has the pods.
public final class SimulatedControllers implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    /// Number of rounds between two collections of garbage, and between two scrapes.
    private static final int SELDOM = 5;
    private static final List<Class<? extends HasMetadata>> OWNED = List.of(Job.class, Deployment.class, Pod.class,
            Service.class, ConfigMap.class, Secret.class, NetworkPolicy.class, PodDisruptionBudget.class);

    private final TestNamespace space;
    private final SimulatedCluster node;
    private final Set<String> handled = new HashSet<>();
    private final Map<String, SimulatedCluster.RunningPod> running = new HashMap<>();
    private final Thread loop;
    private volatile boolean closed;
    private int round;

    /// Starts the controllers of a namespace.
    public SimulatedControllers(TestNamespace space) {
        this.space = space;
        this.node = new SimulatedCluster(space);
        loop = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                Map<String, Pod> pods = list(Pod.class).stream()
                        .collect(Collectors.toMap(pod -> pod.getMetadata().getUid(), pod -> pod));
                reportEnds(pods);
                list(Job.class).forEach(this::begin);
                list(Deployment.class).forEach(deployment -> roll(deployment, pods.values()));
                if (round++ % SELDOM == 0) {
                    collectGarbage();
                    running.values().stream().filter(pod -> pod.process().isRunning()).forEach(this::scrape);
                }
            } catch (KubernetesClientException | IllegalStateException _) {
                // An object changed in between. The next round looks again.
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    private <T extends HasMetadata> List<T> list(Class<T> type) {
        return OperatorProcess.ADMIN.resources(type).inNamespace(space.name()).list().getItems();
    }

    /// Ends the processes of deleted pods, and reports the ends of others.
    private void reportEnds(Map<String, Pod> pods) {
        for (var entry : List.copyOf(running.entrySet())) {
            if (!pods.containsKey(entry.getKey())) {
                entry.getValue().process().close();
                running.remove(entry.getKey());
            } else if (entry.getValue().process().hasEnded()) {
                node.end(entry.getValue().pod(), 0, "");
                running.remove(entry.getKey());
            }
        }
    }

    private void begin(Job job) {
        if (!handled.add(job.getMetadata().getUid())) {
            return;
        }
        if ("Indexed".equals(job.getSpec().getCompletionMode())) {
            node.startWorkers(job).forEach(this::add);
        } else {
            node.train(job);
        }
    }

    private void add(SimulatedCluster.RunningPod pod) {
        running.put(pod.pod().getMetadata().getUid(), pod);
    }

    /// Starts a pod of a new template, and then deletes those of the previous one.
    private void roll(Deployment deployment, Iterable<Pod> pods) {
        String template = deployment.getMetadata().getUid() + deployment.getSpec().getTemplate().hashCode();
        if (!handled.add(template)) {
            return;
        }
        List<Pod> previous = new ArrayList<>();
        pods.forEach(pod -> {
            if (isOwned(pod, Set.of(deployment.getMetadata().getUid()))) {
                previous.add(pod);
            }
        });
        add(node.serve(deployment));
        previous.forEach(space::delete);
    }

    private void scrape(SimulatedCluster.RunningPod pod) {
        try {
            pod.scrape();
        } catch (AssertionError | java.io.UncheckedIOException _) {
            // It does not listen yet, or has ended.
        }
    }

    private void collectGarbage() {
        List<HasMetadata> owned = new ArrayList<>();
        OWNED.forEach(type -> owned.addAll(list(type)));
        Set<String> owners = Stream.of("faremodels", "loadtests").flatMap(plural -> space.all(plural).valueStream())
                .map(resource -> resource.at("/metadata/uid").asText()).collect(Collectors.toSet());
        list(Job.class).forEach(job -> owners.add(job.getMetadata().getUid()));
        list(Deployment.class).forEach(deployment -> owners.add(deployment.getMetadata().getUid()));
        owned.stream().filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
                .filter(object -> !isOwned(object, owners)).forEach(space::delete);
    }

    private static boolean isOwned(HasMetadata object, Set<String> owners) {
        return object.getMetadata().getOwnerReferences().stream().anyMatch(owner -> owners.contains(owner.getUid()));
    }

    @Override
    public void close() {
        closed = true;
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        node.close();
    }
}
