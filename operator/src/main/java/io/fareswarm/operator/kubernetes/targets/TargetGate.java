package io.fareswarm.operator.kubernetes.targets;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;

import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.protocol.Route;

/// Gate to the targets of load and downloads: reads the Service that an address names, and decides whether it is allowed.
///
/// @param settings the administrator's lists
public record TargetGate(Cluster cluster, TargetSettings settings) {
    /// Access to an address.
    ///
    /// @param field field of the spec with the address, for the message
    /// @param namespace namespace of the resource
    public TargetAccess access(String field, String address, String namespace) {
        AllowedTargets allowed = settings.in(namespace);
        return switch (allowed.kind(field, address, namespace)) {
            case HostKind.NotAllowed(String message) -> new TargetAccess.Rejected(message);
            // The reader of a report may see responses of the namespace's own Services only.
            case HostKind.Listed(String host) -> new TargetAccess.Allowed(new Route(host, List.of(), false));
            case HostKind.OfService(String name, boolean isListed) -> service(field, name, namespace, isListed);
        };
    }

    /// Access to a Service of the resource's namespace.
    ///
    /// @param field field of the spec that names the Service, for the message
    /// @param isListed whether the host is allowed without a Service too
    public TargetAccess service(String field, String name, String namespace, boolean isListed) {
        try {
            Optional<Service> found = cluster.service(namespace, name);
            if (found.isEmpty()) {
                return isListed
                        ? new TargetAccess.Allowed(Route.DEFAULT)
                        : new TargetAccess.Waiting(
                                """
                                        %s: expected a Service %s in namespace %s, found none; create it, or let the administrator add the \
                                        host to allowedTargets"""
                                        .formatted(field, name, namespace));
            }
            return switch (look(found.get())) {
                case TargetAccess.Allowed allowed -> allowed;
                case TargetAccess.Rejected(String message) -> new TargetAccess.Rejected(field + ": " + message);
                case TargetAccess.Waiting(String message) -> new TargetAccess.Waiting(field + ": " + message);
            };
        } catch (KubernetesClientException e) {
            return new TargetAccess.Waiting("%s: expected to read the Service %s and its endpoints, found: %s"
                    .formatted(field, name, e.getMessage()));
        }
    }

    private TargetAccess look(Service service) {
        Optional<String> rejected = ServiceTarget.rejectedType(service);
        if (rejected.isPresent()) {
            return new TargetAccess.Rejected(rejected.get());
        }
        String namespace = service.getMetadata().getNamespace();
        // The endpoints are read before the pods, so that each endpoint's pod existed before.
        ServiceTarget target = new ServiceTarget(service,
                cluster.endpointSlices(namespace, service.getMetadata().getName()));
        Set<String> foreign = target.endpoints();
        if (!foreign.isEmpty()) {
            List<String> pods = cluster.fromPods(namespace, ServiceTarget.selector(service),
                    pod -> ServiceTarget.addresses(service, pod).stream());
            pods.forEach(pod -> foreign.remove(ServiceTarget.canonical(pod)));
        }
        return target.access(foreign, settings.in(namespace).addresses());
    }
}
