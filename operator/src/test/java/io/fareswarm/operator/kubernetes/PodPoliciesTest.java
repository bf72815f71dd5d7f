package io.fareswarm.operator.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PodPoliciesTest {
    private static final PodPolicies POLICIES = policies("{}");

    private static PodPolicies policies(String peers) {
        return new PodPolicies(OperatorSettings.of(Map.of("FARESWARM_MODEL_IMAGE", "m", "FARESWARM_LOADGEN_IMAGE", "w",
                "POD_NAMESPACE", "ops", "FARESWARM_ALLOWED_TARGETS",
                "api.example.com,10.9.0.1,shop.other.svc,shop-0.shop.other.svc,intranet", "FARESWARM_ALLOWED_CIDRS",
                "10.20.0.0/16",
                "FARESWARM_NETWORK_PEERS", peers)));
    }

    private static NetworkPolicyEgressRule only(String url) {
        List<NetworkPolicyEgressRule> rules = POLICIES.egressToUrl(url, "team");
        assertThat(rules).hasSize(1);
        return rules.getFirst();
    }

    private static List<Integer> ports(NetworkPolicyEgressRule rule) {
        return rule.getPorts().stream().map(NetworkPolicyPort::getPort).filter(Objects::nonNull)
                .map(port -> port.getIntVal()).toList();
    }

    private static List<String> blocks(NetworkPolicyEgressRule rule) {
        return rule.getTo().stream().filter(peer -> peer.getIpBlock() != null)
                .map(peer -> peer.getIpBlock().getCidr()).toList();
    }

    @Test
    void aServiceIsEachPodOfItsNamespaceAtEachPortOfTcp() {
        NetworkPolicyEgressRule own = only("http://shop:81");
        assertThat(ports(own)).isEmpty();
        assertThat(own.getPorts()).extracting(NetworkPolicyPort::getProtocol).containsExactly("TCP");
        assertThat(own.getTo().getFirst().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(own.getTo().getFirst().getNamespaceSelector()).isNull();
        assertThat(blocks(own)).containsExactly("10.20.0.0/16");

        for (String host : List.of("shop.other.svc", "shop-0.shop.other.svc")) {
            assertThat(only("http://" + host).getTo().getFirst().getNamespaceSelector().getMatchLabels())
                    .containsExactly(Map.entry("kubernetes.io/metadata.name", "other"));
        }
    }

    @Test
    void aPortWithoutAProtocolIsWrittenAsTheApiServerStoresIt() {
        NetworkPeers peers = NetworkPeers
                .of("{\"egress\": [{\"ports\": [{\"port\": 8443}, {\"port\": 53, \"protocol\": \"UDP\"}]}]}", "ops");
        assertThat(peers.egress().getFirst().getPorts()).extracting(NetworkPolicyPort::getProtocol).containsExactly(
                "TCP",
                "UDP");
    }

    @Test
    void aHostOutsideIsThePortOfItsUrlAtEachOrdinaryAddress() {
        NetworkPolicyEgressRule rule = only("https://api.example.com/rides");
        assertThat(ports(rule)).containsExactly(443);
        assertThat(blocks(rule)).containsExactly("0.0.0.0/0", "::/0", "10.20.0.0/16");
        assertThat(rule.getTo().getFirst().getIpBlock().getExcept()).contains("169.254.0.0/16", "168.63.129.16/32")
                .noneMatch(range -> range.contains(":"));
        assertThat(rule.getTo().get(1).getIpBlock().getExcept()).isNotEmpty().allMatch(range -> range.contains(":"));
        assertThat(ports(only("http://api.example.com:8081"))).containsExactly(8081);
    }

    @Test
    void anAddressIsItself() {
        NetworkPolicyEgressRule rule = only("http://10.9.0.1");
        assertThat(blocks(rule)).containsExactly("10.9.0.1/32");
        assertThat(ports(rule)).containsExactly(80);
    }

    @Test
    void aListedNameThatMayBeAServiceIsBoth() {
        assertThat(POLICIES.egressToUrl("http://intranet", "team")).hasSize(2);
    }

    @Test
    void aTargetThatIsNotAllowedGetsNoEgress() {
        assertThat(POLICIES.egressToUrl("http://evil.example.com", "team")).isEmpty();
    }

    @Test
    void noListOfPeersOpensIngressToEveryone() {
        PodPolicies closed = policies("{\"operator\": [], \"prometheus\": []}");
        for (var rules : List.of(closed.workerIngress(8080), closed.serverIngress())) {
            assertThat(rules).hasSize(1);
            assertThat(rules.getFirst().getPorts()).hasSize(1);
            assertThat(rules.getFirst().getFrom()).isNotEmpty();
        }
        NetworkPolicyPeer operator = closed.workerIngress(8080).getFirst().getFrom().getFirst();
        assertThat(operator.getNamespaceSelector().getMatchLabels()).containsValue("ops");
    }
}
