package io.fareswarm.operator.kubernetes;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import org.jspecify.annotations.Nullable;

/// The administrator's part of the NetworkPolicies of the operator's pods in users' namespaces: the chart's value
/// `networkPolicy.workloads`.
///
/// @param operator sources of the operator's calls; at least one
/// @param prometheus sources of scrapes
/// @param clients peers that may call model servers, besides the pods of their namespace
/// @param dns egress to the cluster's DNS
/// @param egress additional egress of workers and of trainings that download a file
public record NetworkPeers(List<NetworkPolicyPeer> operator, List<NetworkPolicyPeer> prometheus,
        List<NetworkPolicyPeer> clients, List<NetworkPolicyEgressRule> dns, List<NetworkPolicyEgressRule> egress) {
    static final String TCP = "TCP";
    /// Label that Kubernetes gives to each namespace: its name.
    static final String NAMESPACE = "kubernetes.io/metadata.name";

    /// The value as JSON. An absent list is empty.
    private record PeersJson(@Nullable List<NetworkPolicyPeer> operator, @Nullable List<NetworkPolicyPeer> prometheus,
            @Nullable List<NetworkPolicyPeer> clients, @Nullable List<NetworkPolicyEgressRule> dns,
            @Nullable List<NetworkPolicyEgressRule> egress) {}

    /// Reads the value.
    ///
    /// @param json JSON object; an empty text has no peers
    /// @param namespace namespace of the operator, whose pods are the sources of its calls if none are given
    /// @throws IllegalArgumentException if it has another form
    static NetworkPeers of(String json, String namespace) {
        PeersJson values;
        try {
            values = new JsonMapper().readValue(json.isBlank() ? "{}" : json, PeersJson.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("FARESWARM_NETWORK_PEERS: expected a JSON object with operator,"
                    + " prometheus, clients, dns and egress, found " + json, e);
        }
        List<NetworkPolicyPeer> operator = orEmpty(values.operator());
        return new NetworkPeers(operator.isEmpty() ? List.of(podsOf(namespace)) : operator,
                orEmpty(values.prometheus()), orEmpty(values.clients()), withProtocols(values.dns()),
                withProtocols(values.egress()));
    }

    /// The rules as the API server stores them: a port without a protocol is a TCP port. A rule that differs from the stored one
    /// would be written again and again.
    private static List<NetworkPolicyEgressRule> withProtocols(@Nullable List<NetworkPolicyEgressRule> rules) {
        return orEmpty(rules).stream().map(rule -> rule.edit().withPorts(rule.getPorts().stream()
                .map(port -> port.getProtocol() == null ? port.edit().withProtocol(TCP).build() : port).toList())
                .build()).toList();
    }

    /// All pods of a namespace.
    static NetworkPolicyPeer podsOf(String namespace) {
        return new NetworkPolicyPeerBuilder().withNewNamespaceSelector().addToMatchLabels(NAMESPACE, namespace)
                .endNamespaceSelector().build();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
