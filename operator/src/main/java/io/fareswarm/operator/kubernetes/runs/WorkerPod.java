package io.fareswarm.operator.kubernetes.runs;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.PodProblem;

/// A worker's pod, as the caches last held it.
final class WorkerPod implements WorkerProcess {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

    private final Cluster cluster;
    private Pod pod;
    private @Nullable String ended;

    WorkerPod(Pod pod, Cluster cluster) {
        this.pod = pod;
        this.cluster = cluster;
    }

    /// Takes over the pod's current state; how it ended first stands.
    ///
    /// @param current empty when the pod is gone
    void update(Optional<Pod> current) {
        current.ifPresent(latest -> pod = latest);
        if (ended == null) {
            ended = current.isPresent() ? PodProblem.ended(pod) : PodProblem.DELETED;
        }
    }

    @Override
    public String id() {
        return pod.getMetadata().getUid();
    }

    @Override
    public int index() {
        return annotation(INDEX);
    }

    /// Counted by the Job's controller.
    @Override
    public int attempt() {
        return annotation(FAILURES) + annotation(IGNORED);
    }

    private int annotation(String name) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(name);
        return text == null || !text.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(text);
    }

    @Override
    public @Nullable URI address() {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        if (ip == null || ip.isEmpty()) {
            return null;
        }
        String host = ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
        return URI.create("http://" + host + ":" + RunObjects.PORT);
    }

    @Override
    public @Nullable String ended() {
        return ended;
    }

    @Override
    public @Nullable String problem() {
        return PodProblem.of(pod).orElse(null);
    }

    @Override
    public void kill() {
        cluster.kill(pod);
    }
}
