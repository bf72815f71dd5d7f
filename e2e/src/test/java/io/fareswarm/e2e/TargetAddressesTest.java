package io.fareswarm.e2e;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios of where a run connects to: another address than the url's, and a headless Service whose pods change during the
/// run. The share of each address in the report is what the pods counted themselves.
@ExtendWith(SharedRelease.class)
@Order(9)
class TargetAddressesTest {
    /// Requests in the stored report by address.
    private static Map<String, Long> shares(ScenarioNamespace namespace) {
        JsonNode report = Kubectl
                .read(namespace.dev().get("configmap", "rush-run-1").at("/data/result.json").asText());
        Map<String, Long> shares = new TreeMap<>();
        report.path("addresses").forEach(
                one -> shares.put(one.path("address").asText(), one.path("requests").asLong()));
        return shares;
    }

    private static String address(ScenarioNamespace namespace, String pod) {
        return namespace.admin().get("pod", pod).at("/status/podIP").asText();
    }

    @Test
    void aTargetWithAnAddressIsReachedThereUnderAnotherName() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("address")) {
            TargetServer target = TargetServer.in(namespace);
            namespace.dev().apply(Manifest.loadTest("rush", TargetServer.TASKS, "duration: 2s",
                    "target: {url: \"http://shop.example\", address: \"target:80\"}"));

            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            Asserts.assertVerdict(test, "Passed");
            assertThat(Asserts.requests(test)).isEqualTo(100).isEqualTo(target.responses());
            assertThat(shares(namespace)).containsExactly(Map.entry(
                    namespace.admin().get("service", "target").at("/spec/clusterIP").asText(), 100L));
        }
    }

    @Test
    void aPodThatAHeadlessServiceGetsDuringARunGetsItsShare() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("headless")) {
            TargetServer.in(namespace);
            namespace.dev().apply("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: pods}
                    spec:
                      clusterIP: None
                      selector: {app: target}
                      ports: [{port: 8000}]
                    """);
            namespace.dev().apply(Manifest.loadTest("rush", TargetServer.TASKS, "duration: 10m",
                    "target: {url: \"http://pods:8000\"}"));
            Asserts.awaitRequests(namespace, "rush");

            namespace.dev().apply(TargetServer.pod("second", Release.SHARED));

            namespace.dev().await("Ready", "pod/second");
            Until.holds(() -> assertThat(TargetServer.responses(namespace, "second")).isGreaterThan(50));
            namespace.dev().run("patch", "loadtest", "rush", "--type=merge", "--patch", Manifest.patch("stopRun", 1));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            Asserts.assertVerdict(test, "Passed");
            assertThat(Asserts.failures(test)).isZero();
            assertThat(shares(namespace)).isEqualTo(Map.of(
                    address(namespace, "target"), TargetServer.responses(namespace, "target"),
                    address(namespace, "second"), TargetServer.responses(namespace, "second")));
        }
    }
}
