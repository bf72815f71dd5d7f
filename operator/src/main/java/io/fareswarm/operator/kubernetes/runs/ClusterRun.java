package io.fareswarm.operator.kubernetes.runs;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;

/// In-memory state of one run: its spec, its pods and their workers. After a restart of the operator it is restored: the
/// spec from the run's Secret, reports from the workers, and the reports of lost workers from the run's ConfigMap. Not
/// thread-safe.
record ClusterRun(int number, LoadTestSpec spec, WorkerFleet fleet, Map<String, WorkerProcess> pods) {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

    ClusterRun(int number, LoadTestSpec spec, WorkerFleet fleet) {
        this(number, spec, fleet, new LinkedHashMap<>());
    }

    /// Updates the state of the pods, and polls their workers. The first observed end of a pod is final.
    ///
    /// @param current the run's pods that exist now
    List<WorkerView> observe(Collection<Pod> current) throws InterruptedException {
        for (Pod pod : current) {
            pods.merge(pod.getMetadata().getUid(), process(pod),
                    (before, now) -> before.ended() == null ? now : before);
        }
        Set<String> ids = current.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        pods.replaceAll((id, pod) -> pod.ended() != null || ids.contains(id) ? pod : pod.ended(PodProblem.DELETED));
        return fleet.observe(pods.values());
    }

    private static WorkerProcess process(Pod pod) {
        // The Job's controller counts how many pods had the index before.
        WorkerAttempt identity = new WorkerAttempt(annotation(pod, INDEX),
                annotation(pod, FAILURES) + annotation(pod, IGNORED));
        return new WorkerProcess(pod.getMetadata().getUid(), identity, address(pod), PodProblem.ended(pod),
                PodProblem.of(pod).orElse(null));
    }

    private static int annotation(Pod pod, String name) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(name);
        return text == null || !text.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(text);
    }

    private static @Nullable URI address(Pod pod) {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        if (ip == null || ip.isEmpty()) {
            return null;
        }
        return URI.create("http://" + (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + RunObjects.PORT);
    }
}
