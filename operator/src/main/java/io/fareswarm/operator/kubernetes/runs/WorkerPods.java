package io.fareswarm.operator.kubernetes.runs;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.run.WorkerView.Disruption;

/// Selection of the pods that a run's Job has made; pure. A user with the right to create pods in the namespace
/// can forge all that is checked here. So this keeps a pod from being called by accident; what a called pod can do is bounded by
/// [io.fareswarm.operator.fleet.FleetLimits].
final class WorkerPods {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    /// Number of living pods of one worker index: one, and those that it replaces.
    private static final int MOST_ALIVE = 3;
    /// Longest prefix of a generated name; the API server adds five characters.
    private static final int MAX_PREFIX = 58;

    private WorkerPods() {}

    /// The pods of an Indexed Job, the oldest first. Of more living pods of an index than a Job makes, the oldest ones.
    static List<Pod> of(Job job, List<Pod> all) {
        Map<Integer, Integer> alive = new HashMap<>();
        return all.stream().filter(pod -> isMadeBy(job, pod))
                .sorted(Comparator.comparing((Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .thenComparing(pod -> pod.getMetadata().getUid()))
                .filter(pod -> PodProblem.ended(pod) != null
                        || alive.merge(index(pod).orElse(0), 1, Integer::sum) <= MOST_ALIVE)
                .toList();
    }

    /// Whether the pod has all that a Job's controller gives it: the reference to its controller, an index of the Job, and a
    /// name with this index.
    private static boolean isMadeBy(Job job, Pod pod) {
        boolean isControlled = pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> Boolean.TRUE.equals(owner.getController()) && owner.getKind().equals("Job")
                        && owner.getApiVersion().equals("batch/v1")
                        && owner.getName().equals(job.getMetadata().getName())
                        && owner.getUid().equals(job.getMetadata().getUid()));
        return isControlled && index(pod).filter(index -> index < job.getSpec().getCompletions()
                && pod.getMetadata().getName().startsWith(prefix(job.getMetadata().getName(), index))).isPresent();
    }

    private static String prefix(String job, int index) {
        String end = "-" + index + "-";
        return job.substring(0, Math.min(job.length(), MAX_PREFIX - end.length())) + end;
    }

    /// The end of a pod by somebody else: an eviction, a preemption, a deletion with a grace period, or SIGTERM; empty without one.
    static Optional<Disruption> disruption(Pod pod) {
        String deletedAt = pod.getMetadata().getDeletionTimestamp();
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        if (deletedAt != null && grace != null && grace > 0) {
            return Optional.of(new Disruption(deletedAt));
        }
        boolean isTarget = pod.getStatus() != null && pod.getStatus().getConditions().stream()
                .anyMatch(one -> one.getType().equals("DisruptionTarget") && one.getStatus().equals("True"));
        boolean isTerminated = PodProblem.terminated(pod)
                .filter(end -> Objects.equals(end.getExitCode(), WorkerProcess.TERMINATED)).isPresent();
        return isTarget || isTerminated ? Optional.of(new Disruption(null)) : Optional.empty();
    }

    /// The worker index of a pod; empty if the pod has none.
    static Optional<Integer> index(Pod pod) {
        return annotation(pod, INDEX);
    }

    /// A number in an annotation of the Job's controller.
    static Optional<Integer> annotation(Pod pod, String name) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations).map(all -> all.get(name)).filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
    }
}
