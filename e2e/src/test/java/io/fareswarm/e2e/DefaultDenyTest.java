package io.fareswarm.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Scenario of a namespace whose NetworkPolicy denies everything, in a cluster that enforces NetworkPolicies.
@ExtendWith(SharedRelease.class)
class DefaultDenyTest {
    private static final String DENY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny}
            spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
            """;

    /// A pod that can ask others, such as `kubectl exec` starts.
    private static final String VISITOR = """
            apiVersion: v1
            kind: Pod
            metadata: {name: visitor}
            spec:
              terminationGracePeriodSeconds: 1
              securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: visitor
                image: fareswarm/busybox:1
                command: [sleep, infinity]
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    @Test
    void aModelTrainsAndServesAndIsTestedWhileStrangersReachNoPod() {
        assumeTrue(SuiteEnvironment.inside(), "a cluster elsewhere may not enforce NetworkPolicies");
        try (ScenarioNamespace tenant = new ScenarioNamespace("denied");
                ScenarioNamespace elsewhere = new ScenarioNamespace("stranger")) {
            tenant.admin().apply(DENY);
            tenant.dev().apply(VISITOR);
            elsewhere.dev().apply(VISITOR);
            tenant.dev().run("create", "configmap", "rides", "--from-literal=rides.csv=" + rides());
            tenant.dev().apply(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv}}"));
            tenant.dev().await("Available", "fm/taxi");
            tenant.dev().await("Ready", "pod/visitor");
            elsewhere.dev().await("Ready", "pod/visitor");
            List<String> server = addresses(tenant, "fareswarm.io/model=taxi", 8000);
            assertThat(server).hasSize(1);

            tenant.dev().apply(Manifest.loadTest("rush", "duration: 30s"));
            Asserts.awaitRequests(tenant, "rush");
            List<String> all = new ArrayList<>(addresses(tenant, "fareswarm.io/loadtest=rush", 8080));
            assertThat(all).hasSize(2);
            all.addAll(server);

            assertThat(all).noneMatch(address -> reaches(elsewhere, address));
            // The visitor's own namespace denies it any egress.
            assertThat(all).noneMatch(address -> reaches(tenant, address));
            JsonNode test = Asserts.awaitEnd(tenant, "rush");
            Asserts.assertVerdict(test, "Passed");
            assertThat(Asserts.failures(test)).isZero();

            // The policies are the reason: without them the stranger reaches the server.
            tenant.admin().run("delete", "networkpolicy", "deny");
            tenant.admin().apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {name: open}
                    spec: {podSelector: {matchLabels: {fareswarm.io/model: taxi}}, ingress: [{}]}
                    """);
            Until.holds(() -> assertThat(reaches(elsewhere, server.getFirst())).isTrue());
        }
    }

    private static boolean reaches(ScenarioNamespace from, String address) {
        return from.admin().attempt("", "exec", "visitor", "--", "timeout", "2", "wget", "-q", "-O", "/dev/null",
                "http://" + address + "/metrics").succeeded();
    }

    private static List<String> addresses(ScenarioNamespace namespace, String label, int port) {
        List<String> addresses = new ArrayList<>();
        namespace.admin().get("pods", "-l", label, "--field-selector", "status.phase=Running").path("items")
                .forEach(pod -> addresses.add(pod.at("/status/podIP").asText() + ":" + port));
        return addresses;
    }

    private static String rides() {
        return IntStream.range(0, 40)
                .mapToObj(i -> "k%d,%.1f,2015-01-01 00:00:00 UTC,-73.98,40.75,%.4f,%.4f,1".formatted(
                        i, 5 + i / 4.0, -73.97 + i / 1000.0, 40.76 + i % 7 / 1000.0))
                .collect(Collectors.joining("\n",
                        "key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,"
                                + "dropoff_latitude,passenger_count\n",
                        "\n"));
    }
}
