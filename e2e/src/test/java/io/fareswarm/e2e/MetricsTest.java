package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Prometheus;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What the three processes show while a run goes on: by the conventions of Prometheus, which scrapes it as OpenMetrics.
@Order(9)
class MetricsTest {
    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void everyPageFollowsTheConventionsAndIsScrapedAsOpenMetrics() {
        assumeTrue(Place.inside(), "a cluster of your own comes without promtool");
        try (Space space = new Space("metrics")) {
            space.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            space.dev().await("Available", "fm/taxi");
            Target.awaitService(space, "taxi");
            space.dev().apply(Manifest.loadTest("rush", "duration: 30s"));
            Asserts.sends(space, "rush");

            JsonNode worker = space.admin().get("pods", "-l", "fareswarm.io/loadtest=rush").at("/items/0");
            Until.holds(() -> assertThat(page(worker)).contains("fareswarm_requests_total{"));
            follows(worker, "fareswarm_requests");
            follows(space.admin().get("pods", "-l", "app.kubernetes.io/name=model-server").at("/items/0"),
                    "fareswarm_http_requests");
            Kubectl release = Release.SHARED.kubectl();
            follows(release.get("pod", Release.SHARED.leader()), "fareswarm_operator_status_writes");
            Asserts.ends(space, "rush");
        }
    }

    /// What Prometheus scrapes of a pod, where its annotations say.
    private static String page(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode annotations = metadata.path("annotations");
        return Release.SHARED.kubectl().run("get", "--raw", "/api/v1/namespaces/%s/pods/%s:%s/proxy%s".formatted(
                metadata.path("namespace").asText(), metadata.path("name").asText(),
                annotations.path("prometheus.io/port").asText(), annotations.path("prometheus.io/path").asText()));
    }

    /// @param counter a counter of the pod, without `_total`: so OpenMetrics names it, and the text format does not
    private static void follows(JsonNode pod, String counter) {
        Command linter = Command.run(page(pod), List.of("promtool", "check", "metrics"));
        assertThat(linter.succeeded()).as("%s: %s%s", counter, linter.out(), linter.err()).isTrue();
        Until.holds(() -> assertThat(Prometheus.types(pod.at("/metadata/name").asText(), counter))
                .containsExactly("counter"));
    }
}
