package io.fareswarm.operator.kubernetes;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;

import io.fareswarm.api.WebAddress;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.Cidr;
import io.fareswarm.network.IpLiterals;
import io.fareswarm.operator.kubernetes.targets.AllowedTargets;
import io.fareswarm.operator.kubernetes.targets.HostKind;

/// Builder of the NetworkPolicies of trainers, model servers and workers; pure. A policy allows what its pods need and nothing
/// else, so the pods work in a namespace that denies everything.
///
/// NetworkPolicies apply to the pod behind a Service and to the pod's port. So a Service is all pods of its namespace, at any port.
///
/// @param settings who may call the pods, and the targets that the administrator allows
public record PodPolicies(OperatorSettings settings) {
    /// Port of model servers.
    public static final int SERVER_PORT = 8000;

    private static final NetworkPolicyPeer SAME_NAMESPACE = new NetworkPolicyPeerBuilder().withNewPodSelector()
            .endPodSelector().build();
    private static final Pattern SERVICE = Pattern
            .compile("([^.]+\\.)+(?<namespace>[^.]+)\\.svc(\\.cluster\\.local)?\\.?");

    /// A policy in both directions: what no rule allows is denied.
    ///
    /// @param pods labels of the pods
    public NetworkPolicy policy(ObjectMeta metadata, Map<String, String> pods, List<NetworkPolicyIngressRule> ingress,
            List<NetworkPolicyEgressRule> egress) {
        return new NetworkPolicyBuilder().withMetadata(metadata).withNewSpec().withNewPodSelector()
                .withMatchLabels(pods).endPodSelector().withPolicyTypes("Ingress", "Egress").withIngress(ingress)
                .withEgress(egress).endSpec().build();
    }

    /// Ingress of workers: the operator and Prometheus.
    public List<NetworkPolicyIngressRule> workerIngress(int port) {
        return ingress(port, Stream.of());
    }

    /// Ingress of model servers: the operator, Prometheus, the pods of the namespace and the administrator's clients.
    public List<NetworkPolicyIngressRule> serverIngress() {
        return ingress(SERVER_PORT, Stream.concat(Stream.of(SAME_NAMESPACE), settings.peers().clients().stream()));
    }

    private List<NetworkPolicyIngressRule> ingress(int port, Stream<NetworkPolicyPeer> others) {
        NetworkPeers peers = settings.peers();
        return List.of(new NetworkPolicyIngressRuleBuilder().withFrom(
                Stream.of(peers.operator().stream(), peers.prometheus().stream(), others).flatMap(all -> all).toList())
                .withPorts(tcp(port)).build());
    }

    /// Egress to pods of the same namespace.
    ///
    /// @param labels labels of the pods
    public List<NetworkPolicyEgressRule> egressToPods(Map<String, String> labels, int port) {
        return withCommonEgress(List.of(new NetworkPolicyEgressRuleBuilder().withTo(new NetworkPolicyPeerBuilder()
                .withNewPodSelector().withMatchLabels(labels).endPodSelector().build()).withPorts(tcp(port)).build()));
    }

    /// Egress to the target of a url, as far as the administrator allows it; without such a target only DNS.
    ///
    /// @param namespace namespace of the pods
    public List<NetworkPolicyEgressRule> egressToUrl(String url, String namespace) {
        AllowedTargets allowed = settings.targets().in(namespace);
        return withCommonEgress(switch (allowed.kind("url", url, namespace)) {
            case HostKind.NotAllowed _ -> List.of();
            case HostKind.OfService(_, boolean isListed) -> {
                List<NetworkPolicyEgressRule> rules = new ArrayList<>(
                        List.of(toEachPort(SAME_NAMESPACE, allowed.addresses())));
                if (isListed) {
                    rules.add(outside(port(url), allowed.addresses()));
                }
                yield rules;
            }
            case HostKind.Listed(String host) -> List.of(listed(host, port(url), allowed.addresses()));
        });
    }

    private static NetworkPolicyEgressRule listed(String host, int port, AddressPolicy addresses) {
        Matcher service = SERVICE.matcher(host);
        if (service.matches()) {
            return toEachPort(NetworkPeers.podsOf(service.group("namespace")), addresses);
        }
        Optional<InetAddress> address = IpLiterals.parse(host);
        return address.map(one -> new NetworkPolicyEgressRuleBuilder()
                .withTo(block(Cidr.of(one))).withPorts(tcp(port)).build())
                .orElseGet(() -> outside(port, addresses));
    }

    /// A name outside the cluster: no rule can have its addresses, so the rule has all that an ordinary service can have.
    private static NetworkPolicyEgressRule outside(int port, AddressPolicy addresses) {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        for (String all : AddressPolicy.ANYWHERE.split(",")) {
            Cidr range = Cidr.parse(all);
            peers.add(new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(all)
                    .withExcept(AddressPolicy.special().stream()
                            .filter(special -> isIpv4(special) == isIpv4(range)).map(Cidr::toString).toList())
                    .endIpBlock().build());
        }
        peers.addAll(blocks(addresses));
        return new NetworkPolicyEgressRuleBuilder().withTo(peers).withPorts(tcp(port)).build();
    }

    /// A Service, whose endpoints are pods or in an allowed range.
    private static NetworkPolicyEgressRule toEachPort(NetworkPolicyPeer pods, AddressPolicy addresses) {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(Stream.concat(Stream.of(pods), blocks(addresses).stream()).toList())
                .withPorts(new NetworkPolicyPortBuilder().withProtocol(NetworkPeers.TCP).build()).build();
    }

    private List<NetworkPolicyEgressRule> withCommonEgress(List<NetworkPolicyEgressRule> rules) {
        NetworkPeers peers = settings.peers();
        return Stream.of(peers.dns(), rules, peers.egress()).flatMap(List::stream).toList();
    }

    private static int port(String url) {
        return WebAddress.port(WebAddress.parse(url).orElseThrow());
    }

    private static boolean isIpv4(Cidr range) {
        return range.base() instanceof Inet4Address;
    }

    private static List<NetworkPolicyPeer> blocks(AddressPolicy addresses) {
        return addresses.allowed().stream().map(PodPolicies::block).toList();
    }

    private static NetworkPolicyPeer block(Cidr range) {
        return new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(range.toString()).endIpBlock().build();
    }

    private static NetworkPolicyPort tcp(int port) {
        return new NetworkPolicyPortBuilder().withProtocol(NetworkPeers.TCP).withPort(new IntOrString(port)).build();
    }
}
