package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Prometheus;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Checks the metrics pages of operator, model server and worker during a run. The pages follow the conventions of
/// Prometheus, which scrapes them in the OpenMetrics format.
@ExtendWith(SharedRelease.class)
@Order(9)
class MetricsTest {
    @Test
    void everyMetricsPageFollowsTheConventionsOfPrometheusAndIsScrapedAsOpenMetrics() {
        assumeTrue(SuiteEnvironment.inside(), "a cluster of your own comes without promtool");
        try (ScenarioNamespace namespace = new ScenarioNamespace("metrics")) {
            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            namespace.dev().await("Available", "fm/taxi");
            TargetServer.awaitService(namespace, "taxi");
            namespace.dev().apply(Manifest.loadTest("rush", "duration: 30s"));
            Asserts.awaitRequests(namespace, "rush");

            JsonNode worker = namespace.admin().get("pods", "-l", "fareswarm.io/loadtest=rush").at("/items/0");
            Until.holds(() -> assertThat(metricsPage(worker)).contains("fareswarm_requests_total{"));
            assertConventions(worker, "fareswarm_requests");
            assertConventions(namespace.admin().get("pods", "-l", "app.kubernetes.io/name=model-server").at("/items/0"),
                    "fareswarm_http_requests");
            Kubectl release = Release.SHARED.kubectl();
            assertConventions(release.get("pod", Release.SHARED.leader()), "fareswarm_operator_status_writes");
            Asserts.awaitEnd(namespace, "rush");
        }
    }

    /// The metrics page of a pod, at the address in its annotations.
    private static String metricsPage(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode annotations = metadata.path("annotations");
        return Release.SHARED.kubectl().run("get", "--raw", "/api/v1/namespaces/%s/pods/%s:%s/proxy%s".formatted(
                metadata.path("namespace").asText(), metadata.path("name").asText(),
                annotations.path("prometheus.io/port").asText(), annotations.path("prometheus.io/path").asText()));
    }

    /// @param counter OpenMetrics name of one of the pod's counters, which is without `_total`
    private static void assertConventions(JsonNode pod, String counter) {
        Command linter = Command.run(metricsPage(pod), List.of("promtool", "check", "metrics"));
        assertThat(linter.succeeded()).as("%s: %s%s", counter, linter.out(), linter.err()).isTrue();
        Until.holds(() -> assertThat(Prometheus.types(pod.at("/metadata/name").asText(), counter))
                .containsExactly("counter"));
    }
}
