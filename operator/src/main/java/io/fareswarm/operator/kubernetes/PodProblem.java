package io.fareswarm.operator.kubernetes;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.conditions.Conditions;

/// Reason why a pod is not ready, or how it ended, from the pod's status.
public final class PodProblem {
    /// Waiting reasons of a container that starts normally.
    private static final Set<String> NORMAL = Set.of("ContainerCreating", "PodInitializing");
    private static final int LONGEST = 300;

    /// The end of a pod that no longer exists.
    public static final String DELETED = "its pod was deleted";

    private PodProblem() {}

    /// Reason why the pod is not ready; empty if none is known.
    public static Optional<String> of(Pod pod) {
        return scheduling(pod)
                .or(() -> Stream.concat(initContainers(pod), containers(pod)).map(PodProblem::container)
                        .flatMap(Optional::stream).findFirst())
                .map(text -> Conditions.cut(text, LONGEST));
    }

    /// How a pod ended for good; null while it may still run.
    public static @Nullable String ended(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        if (!"Failed".equals(phase) && !"Succeeded".equals(phase)) {
            // The Job controller's finalizer keeps a force-deleted pod until it is counted.
            boolean killed = pod.getMetadata() != null && pod.getMetadata().getDeletionTimestamp() != null
                    && Objects.equals(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
            return killed ? DELETED : null;
        }
        Optional<ContainerStateTerminated> end = terminated(pod);
        if (end.isPresent()) {
            ContainerStateTerminated state = end.get();
            boolean ordinary = state.getReason() == null || Set.of("Error", "Completed").contains(state.getReason());
            return "exited with status " + state.getExitCode() + (ordinary ? "" : " (" + state.getReason() + ")");
        }
        String reason = pod.getStatus().getReason();
        return "ended" + (reason == null ? "" : ": " + reason);
    }

    /// Why the cluster ended a pod without a result of its container, such as `OutOfcpu: Node didn't have enough resource`.
    public static Optional<String> rejection(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).filter(status -> status.getReason() != null)
                .map(status -> Conditions.cut(status.getReason()
                        + (status.getMessage() == null ? "" : ": " + status.getMessage().strip()), LONGEST));
    }

    /// The terminated state of the pod's container, if it has ended.
    public static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return containers(pod).map(ContainerStatus::getState).filter(Objects::nonNull)
                .map(ContainerState::getTerminated).filter(Objects::nonNull).findFirst();
    }

    private static Optional<String> scheduling(Pod pod) {
        return Stream.ofNullable(pod.getStatus()).flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .map(condition -> condition.getReason() + ": " + condition.getMessage()).findFirst();
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return Stream.ofNullable(pod.getStatus()).flatMap(status -> status.getContainerStatuses().stream());
    }

    /// Containers that a cluster's admission has injected.
    private static Stream<ContainerStatus> initContainers(Pod pod) {
        return Stream.ofNullable(pod.getStatus()).flatMap(status -> status.getInitContainerStatuses().stream());
    }

    private static Optional<String> container(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state == null || state.getWaiting() == null || state.getWaiting().getReason() == null
                || NORMAL.contains(state.getWaiting().getReason())) {
            return Optional.empty();
        }
        ContainerState last = status.getLastState();
        ContainerStateTerminated end = last == null ? null : last.getTerminated();
        String message = end == null || end.getMessage() == null ? state.getWaiting().getMessage() : end.getMessage();
        return Optional.of(state.getWaiting().getReason() + (message == null ? "" : ": " + message.strip()));
    }
}
