package io.fareswarm.operator.kubernetes.models;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.PodProblem;

/// The cached objects of one FareModel at one moment; pure.
///
/// @param objects its Jobs and ConfigMaps, and the objects that serve it
/// @param pods pods of its trainings and its servers
/// @param failedCreates why its trainings have no pods
record CachedModelObjects(FareModel model, List<HasMetadata> objects, List<Pod> pods, FailedCreates failedCreates) {
    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return objects.stream().filter(type::isInstance).map(type::cast)
                .filter(object -> object.getMetadata().getName().equals(name) && Cluster.isOwner(model, object))
                .findFirst();
    }

    /// All objects and pods.
    List<HasMetadata> made() {
        return Stream.<HasMetadata>concat(objects.stream(), pods.stream()).toList();
    }

    /// The newest pod of a training's Job.
    Optional<Pod> trainer(Job job) {
        return pods.stream().filter(pod -> Cluster.isOwner(job, pod))
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    /// Reason why a training's Job has no pod.
    Optional<String> obstacle(Job job) {
        return failedCreates.of(job, pods.stream().filter(pod -> Cluster.isOwner(job, pod)).toList());
    }

    /// The servers' pods, without those that are terminating.
    List<Pod> servers() {
        return pods.stream().filter(pod -> Labels.MODEL_SERVER.equals(label(pod, Labels.NAME)))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).toList();
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus() != null && pod.getStatus().getConditions().stream()
                .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
    }

    /// The first digits of the digests that ready servers serve.
    Set<String> served() {
        return servers().stream().filter(CachedModelObjects::isReady).map(pod -> label(pod, Labels.DIGEST))
                .collect(Collectors.toSet());
    }

    /// Names of Jobs, with their NetworkPolicies, whose results are stored or superseded, and of ConfigMaps that no pod mounts.
    ///
    /// @param trained the served model; null without one
    /// @param trainedRun number of the training that made it; null without one
    /// @param wanted number of the training that the spec requires
    List<String> leftovers(@Nullable TrainedModel trained, @Nullable Integer trainedRun, int wanted) {
        Set<String> read = new HashSet<>();
        pods.forEach(pod -> read.add(label(pod, Labels.DIGEST)));
        if (trained != null) {
            read.add(ModelObjects.shortDigest(trained.digest()));
        }
        return objects.stream().filter(object -> Cluster.isOwner(model, object)).filter(object -> switch (object) {
            case Job job -> isOver(job, trainedRun, wanted);
            case NetworkPolicy policy -> Labels.TRAINER.equals(label(policy, Labels.NAME))
                    && isOver(policy, trainedRun, wanted);
            case ConfigMap configMap -> trained != null && !read.contains(label(configMap, Labels.DIGEST));
            default -> false;
        }).map(object -> object.getMetadata().getName()).distinct().toList();
    }

    private boolean isOver(HasMetadata ofTraining, @Nullable Integer trainedRun, int wanted) {
        return (trainedRun != null && trainedRun >= wanted) || !ofTraining.getMetadata().getName()
                .equals(TrainingObjects.name(model, wanted));
    }

    /// Why the servers of a Deployment are not ready: why it lacks pods, why one of its pods does not start, or that it makes
    /// no progress. Empty if none is known.
    Optional<String> servingProblem(String name) {
        return message(name, "ReplicaFailure", "True")
                .or(() -> servers().stream().filter(pod -> !isReady(pod)).map(PodProblem::of)
                        .flatMap(Optional::stream).findFirst())
                .or(() -> message(name, "Progressing", "False"));
    }

    private Optional<String> message(String deployment, String condition, String status) {
        return find(Deployment.class, deployment).map(Deployment::getStatus).stream()
                .flatMap(found -> found.getConditions().stream())
                .filter(one -> one.getType().equals(condition) && one.getStatus().equals(status))
                .map(DeploymentCondition::getMessage).filter(Objects::nonNull).findFirst();
    }

    private static String label(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }
}
