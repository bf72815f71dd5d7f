package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerConnection;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.WorkerStatus;

/// One worker's pod and the line to it. Its methods are called by one thread at a time.
final class ClusterWorker {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

    private final HttpClient http;
    private final String token;
    private final Clock time;
    private final Instant firstSeen;
    private final @Nullable WorkerStatus remembered;
    private Pod pod;
    private @Nullable WorkerConnection link;
    private @Nullable String gone;
    private boolean kept;

    /// @param remembered what it said to an operator before; null for nothing
    ClusterWorker(Pod pod, @Nullable WorkerStatus remembered, HttpClient http, String token, Clock time) {
        this.pod = pod;
        this.remembered = remembered;
        this.kept = remembered != null;
        this.http = http;
        this.token = token;
        this.time = time;
        this.firstSeen = time.instant();
    }

    String id() {
        return pod.getMetadata().getUid();
    }

    int number() {
        return number(pod, INDEX);
    }

    /// How many pods had this number before, as the Job's controller counted them.
    int incarnation() {
        return number(pod, FAILURES) + number(pod, IGNORED);
    }

    private static int number(Pod pod, String annotation) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(annotation);
        return text == null || !text.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(text);
    }

    /// Takes what the cluster says of it now.
    ///
    /// @param current empty when the pod is no longer there
    void see(Optional<Pod> current) {
        current.ifPresent(now -> pod = now);
        if (gone == null) {
            gone = current.isPresent() ? PodProblem.ended(pod) : PodProblem.DELETED;
        }
    }

    boolean alive() {
        return gone == null;
    }

    /// How it ended.
    String gone() {
        return gone == null ? "does not answer" : gone;
    }

    /// What it reported is safe.
    void kept() {
        kept = true;
    }

    /// It reported more than what is safe.
    void hasMoreToKeep() {
        kept = false;
    }

    Pod pod() {
        return pod;
    }

    boolean isKept() {
        return kept;
    }

    /// The line to it.
    ///
    /// @throws IOException while the pod has no address
    WorkerConnection link() throws IOException {
        if (link == null) {
            String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
            if (ip == null || ip.isEmpty()) {
                throw new IOException("pod " + pod.getMetadata().getName() + " has no address yet");
            }
            String host = ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
            link = new WorkerConnection(
                    new WorkerClient(http, URI.create("http://" + host + ":" + RunObjects.PORT), token,
                            time));
        }
        return link;
    }

    WorkerView view(ResultAccumulator tally) {
        Instant heardAt = link == null || link.heardAt() == null ? firstSeen : link.heardAt();
        WorkerStatus said = link == null || link.said() == null ? remembered : link.said();
        return new WorkerView(id(), number(), incarnation(), said, heardAt, gone,
                tally.measuredSeconds(id()), tally.requests(id()), tally.reportedAll(id()),
                link == null ? null : link.refusal(),
                PodProblem.of(pod).orElse(null), kept);
    }
}
