package io.fareswarm.operator.kubernetes.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.protocol.Route;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceTargetTest {
    private static final Map<String, String> SELECTOR = Map.of("app", "shop");

    private static Service service(@Nullable Map<String, String> selector, String... clusterIps) {
        return new ServiceBuilder().withNewMetadata().withName("shop").withNamespace("sec").endMetadata().withNewSpec()
                .withType("ClusterIP").withSelector(selector).withClusterIPs(clusterIps).endSpec().build();
    }

    private static EndpointSlice slice(String... addresses) {
        return new EndpointSliceBuilder().withEndpoints(Arrays.stream(addresses)
                .map(address -> new io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder()
                        .withAddresses(address)
                        .build())
                .toList()).build();
    }

    private static Pod pod(String phase, boolean hostNetwork, String ip) {
        return new PodBuilder().withNewSpec().withHostNetwork(hostNetwork ? true : null).endSpec().withNewStatus()
                .withPhase(phase).addNewPodIP(ip).endStatus().build();
    }

    @Test
    void anExternalNameIsRejectedWhateverItIsTheNameOf() {
        Service external = new ServiceBuilder(service(null)).editSpec().withType("ExternalName")
                .withExternalName("inner.other.svc.cluster.local").endSpec().build();
        assertThat(ServiceTarget.rejectedType(external)).contains(
                "expected a Service with pods of namespace sec, found shop of the type ExternalName, which stands for the host"
                        + " inner.other.svc.cluster.local; name the host itself, and let the administrator add it to"
                        + " allowedTargets");
        assertThat(ServiceTarget.rejectedType(service(null, "10.96.0.7"))).isEmpty();
    }

    @Test
    void workersConnectToTheServicesAddress() {
        ServiceTarget shop = new ServiceTarget(service(SELECTOR, "10.96.0.7", "fd00::7"), List.of(slice("10.1.0.1")));
        assertThat(shop.access(Set.of(), AddressPolicy.CLOSED)).isEqualTo(new TargetAccess.Allowed(
                new Route("shop.sec.svc", List.of("10.96.0.7", "fd00::7"), true)));
    }

    @Test
    void workersConnectToTheEndpointsOfAHeadlessService() {
        ServiceTarget shop = new ServiceTarget(service(SELECTOR, "None"),
                List.of(slice("10.1.0.2", "10.1.0.1"), slice("fd00:0::1")));
        assertThat(shop.access(Set.of(), AddressPolicy.CLOSED)).isEqualTo(new TargetAccess.Allowed(
                new Route("shop.sec.svc", List.of("10.1.0.1", "10.1.0.2", "fd00:0:0:0:0:0:0:1"), true)));
        assertThat(new ServiceTarget(service(SELECTOR, "None"), List.of()).access(Set.of(), AddressPolicy.CLOSED))
                .as("a route without addresses would allow all").isInstanceOf(TargetAccess.Waiting.class);
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.1, true", "10.20.0.1, false", "fd12::1, false", "169.254.169.254, true", "example.com, true"})
    void anEndpointIsOutsideUnlessARangeHasIt(String address, boolean outside) {
        ServiceTarget shop = new ServiceTarget(service(null, "10.96.0.7"), List.of(slice(address)));
        TargetAccess access = shop.access(shop.endpoints(), AddressPolicy.parse("10.20.0.0/16,fd12::/16"));
        if (outside) {
            assertThat(access).isInstanceOf(TargetAccess.Rejected.class);
        } else {
            assertThat(access).as("it may be shared with other namespaces").isEqualTo(
                    new TargetAccess.Allowed(new Route("shop.sec.svc", List.of("10.96.0.7"), false)));
        }
    }

    @Test
    void anEndpointOutsideOfAServiceWithoutASelectorIsRejected() {
        ServiceTarget shop = new ServiceTarget(service(null, "10.96.0.7"), List.of(slice("169.254.169.254")));
        assertThat(shop.access(Set.of("169.254.169.254"), AddressPolicy.CLOSED)).isEqualTo(new TargetAccess.Rejected(
                "expected endpoints of the Service shop that are pods of namespace sec, found 169.254.169.254; give the Service"
                        + " a selector, or let the administrator add the addresses to allowedCidrs"));
    }

    @Test
    void anEndpointThatIsNotAmongTheSelectedPodsIsWaitedFor() {
        ServiceTarget shop = new ServiceTarget(service(SELECTOR, "10.96.0.7"), List.of(slice("10.1.0.9")));
        assertThat(shop.access(Set.of("10.1.0.9"), AddressPolicy.CLOSED)).isInstanceOfSatisfying(
                TargetAccess.Waiting.class,
                waiting -> assertThat(waiting.message())
                        .contains("found 10.1.0.9; its EndpointSlices are out of date"));
    }

    @Test
    void onlyAPodThatExistsHasItsAddress() {
        Service selecting = service(SELECTOR, "10.96.0.7");
        Service without = service(null, "10.96.0.7");
        assertThat(ServiceTarget.addresses(selecting, pod("Running", false, "10.1.0.1"))).containsExactly("10.1.0.1");
        assertThat(ServiceTarget.addresses(without, pod("Running", false, "10.1.0.1"))).containsExactly("10.1.0.1");
        assertThat(ServiceTarget.addresses(selecting, pod("Succeeded", false, "10.1.0.1"))).isEmpty();
        assertThat(ServiceTarget.addresses(selecting, pod("Failed", false, "10.1.0.1"))).isEmpty();
    }

    @Test
    void theAddressOfANodeIsOnlyThatOfASelectedPod() {
        assertThat(ServiceTarget.addresses(service(SELECTOR), pod("Running", true, "192.168.0.5")))
                .containsExactly("192.168.0.5");
        assertThat(ServiceTarget.addresses(service(null), pod("Running", true, "192.168.0.5"))).isEmpty();
    }
}
