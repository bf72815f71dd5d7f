package io.fareswarm.operator.kubernetes.targets;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.IpLiterals;
import io.fareswarm.protocol.Route;

/// A Service as a target, with its endpoints; pure.
///
/// @param service the Service
/// @param slices its EndpointSlices, also those that a user made
record ServiceTarget(Service service, List<EndpointSlice> slices) {
    /// Maximum number of endpoints of a headless Service that a worker may connect to.
    private static final int MOST_ADDRESSES = 500;

    private static final int SHOWN = 3;

    /// Reason why a Service is never a target, whatever its endpoints are; empty for another Service.
    static Optional<String> rejectedType(Service service) {
        return "ExternalName".equals(service.getSpec().getType())
                ? Optional
                        .of("""
                                expected a Service with pods of namespace %s, found %s of the type ExternalName, which stands for the host \
                                %s; name the host itself, and let the administrator add it to allowedTargets"""
                                .formatted(
                                        service.getMetadata().getNamespace(), service.getMetadata().getName(),
                                        service.getSpec().getExternalName()))
                : Optional.empty();
    }

    /// The labels by which the Service selects its pods; empty if somebody else makes its EndpointSlices.
    static Map<String, String> selector(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector == null ? Map.of() : selector;
    }

    /// The addresses of a pod that can be an endpoint of the Service. A pod that has ended has none, since another one may
    /// have them now. A pod on the network of its node has those of the node, which only a selector makes the pod's own.
    static List<String> addresses(Service service, Pod pod) {
        boolean hasEnded = pod.getStatus() == null || "Succeeded".equals(pod.getStatus().getPhase())
                || "Failed".equals(pod.getStatus().getPhase());
        boolean isNode = Boolean.TRUE.equals(pod.getSpec().getHostNetwork()) && selector(service).isEmpty();
        return hasEnded || isNode || pod.getStatus().getPodIPs() == null
                ? List.of()
                : pod.getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
    }

    /// Access to the Service. With endpoints in an allowed range it is no target of the namespace's own: its responses are not
    /// shown, and the hosts that requests name need to be allowed.
    ///
    /// @param foreign endpoints that are no pods of the namespace
    /// @param allowed ranges in which endpoints may be nevertheless
    TargetAccess access(Set<String> foreign, AddressPolicy allowed) {
        Set<String> outside = foreign.stream()
                .filter(address -> IpLiterals.parse(address).filter(allowed::isAllowed).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        String name = service.getMetadata().getName();
        if (!outside.isEmpty()) {
            String found = "expected endpoints of the Service %s that are pods of namespace %s, found %s".formatted(
                    name,
                    service.getMetadata().getNamespace(), String.join(", ", outside.stream().limit(SHOWN).toList()));
            // The controller's EndpointSlices may still have a pod that has just been deleted.
            return selector(service).isEmpty()
                    ? new TargetAccess.Rejected(found
                            + "; give the Service a selector, or let the administrator add the addresses to allowedCidrs")
                    : new TargetAccess.Waiting(
                            found + "; its EndpointSlices are out of date, or somebody else made one");
        }
        List<String> clusterIps = service.getSpec().getClusterIPs();
        Set<String> reached = clusterIps == null || clusterIps.contains("None") ? endpoints() : Set.copyOf(clusterIps);
        if (reached.isEmpty()) {
            return new TargetAccess.Waiting("expected an endpoint of the Service %s, found none yet".formatted(name));
        }
        return new TargetAccess.Allowed(new Route(name + "." + service.getMetadata().getNamespace() + ".svc",
                reached.stream().sorted().limit(MOST_ADDRESSES).toList(), foreign.isEmpty()));
    }

    /// The addresses of the endpoints.
    Set<String> endpoints() {
        return slices.stream().filter(slice -> slice.getEndpoints() != null)
                .flatMap(slice -> slice.getEndpoints().stream())
                .filter(endpoint -> endpoint.getAddresses() != null)
                .flatMap(endpoint -> endpoint.getAddresses().stream()).map(ServiceTarget::canonical)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// One spelling for each address, so that equal addresses are equal texts.
    static String canonical(String address) {
        return IpLiterals.parse(address).map(InetAddress::getHostAddress).orElse(address);
    }
}
