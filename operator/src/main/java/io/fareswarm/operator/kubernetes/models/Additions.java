package io.fareswarm.operator.kubernetes.models;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;

/// Fields that somebody added to an object of the operator and that change what it does; pure. Server-side apply does not
/// remove them, because they belong to another field manager. Labels, annotations, further containers and volumes, and rules of
/// scheduling may stay.
final class Additions {
    private Additions() {}

    /// A copy of an object without the additions; empty if there are none.
    ///
    /// @param actual an object that has all wanted fields
    /// @param wanted the object as the operator applies it
    static Optional<HasMetadata> removed(HasMetadata actual, HasMetadata wanted) {
        return switch (wanted) {
            case Deployment deployment -> removed((Deployment) actual, copy -> clean(copy, deployment));
            case Service service -> removed((Service) actual, copy -> clean(copy, service));
            case NetworkPolicy policy -> removed((NetworkPolicy) actual, copy -> clean(copy, policy));
            default -> Optional.empty(); // all fields that matter are applied
        };
    }

    private static <T extends HasMetadata> Optional<HasMetadata> removed(T actual, Consumer<T> clean) {
        T copy = Serialization.clone(actual);
        clean.accept(copy);
        return copy.equals(actual) ? Optional.empty() : Optional.of(copy);
    }

    private static void clean(Deployment actual, Deployment wanted) {
        actual.getSpec().setPaused(wanted.getSpec().getPaused());
        PodSpec pod = actual.getSpec().getTemplate().getSpec();
        PodSpec own = wanted.getSpec().getTemplate().getSpec();
        pod.setSecurityContext(own.getSecurityContext());
        pod.setHostNetwork(own.getHostNetwork());
        pod.setHostPID(own.getHostPID());
        pod.setHostIPC(own.getHostIPC());
        pod.setShareProcessNamespace(own.getShareProcessNamespace());
        pod.setServiceAccountName(own.getServiceAccountName());
        pod.setServiceAccount(own.getServiceAccount());
        own.getContainers().forEach(container -> pod.getContainers().stream()
                .filter(other -> other.getName().equals(container.getName())).forEach(it -> clean(it, container)));
    }

    private static void clean(Container actual, Container wanted) {
        actual.setCommand(wanted.getCommand());
        actual.setEnv(known(actual.getEnv(), wanted.getEnv(), EnvVar::getName));
        actual.setEnvFrom(wanted.getEnvFrom());
        actual.setVolumeMounts(known(actual.getVolumeMounts(), wanted.getVolumeMounts(), VolumeMount::getMountPath));
        actual.setVolumeDevices(wanted.getVolumeDevices());
        actual.setWorkingDir(wanted.getWorkingDir());
        actual.setResources(wanted.getResources());
        actual.setSecurityContext(wanted.getSecurityContext());
        actual.getLifecycle().setPostStart(wanted.getLifecycle().getPostStart());
    }

    private static void clean(Service actual, Service wanted) {
        actual.getSpec().setSelector(wanted.getSpec().getSelector());
        actual.getSpec()
                .setPorts(known(actual.getSpec().getPorts(), wanted.getSpec().getPorts(), ServicePort::getName));
    }

    private static void clean(NetworkPolicy actual, NetworkPolicy wanted) {
        actual.getSpec().setPodSelector(wanted.getSpec().getPodSelector());
        actual.getSpec().setIngress(wanted.getSpec().getIngress());
        actual.getSpec().setEgress(wanted.getSpec().getEgress());
    }

    /// The entries of a list whose keys the wanted list has.
    private static <T> List<T> known(Collection<T> actual, Collection<T> wanted, Function<T, String> key) {
        Set<String> keys = wanted.stream().map(key).collect(Collectors.toSet());
        return actual.stream().filter(entry -> keys.contains(key.apply(entry))).toList();
    }
}
