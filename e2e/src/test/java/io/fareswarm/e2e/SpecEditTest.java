package io.fareswarm.e2e;

import java.util.Arrays;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Prometheus;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of a LoadTest that is edited during its run. Editable fields take effect at the same second on all workers;
/// the other fields wait for the next run.
@ExtendWith(SharedRelease.class)
@Order(2)
class SpecEditTest {
    @Test
    void anEditTakesEffectAtTheSecondInTheStatusAndRequestCountsAreExact() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("edited")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 25s"));

            namespace.dev().apply(edited("duration: 35s"));
            Until.holds(() -> {
                JsonNode running = Asserts.loadTest(namespace, "rush");
                assertThat(running.at("/status/run/edits/0/change").asText()).as(running.path("status").toString())
                        .isEqualTo("load.arrivals.rate 50 -> 80, duration 25s -> 35s, thresholds");
                assertThat(Asserts.message(running, "Progressing")).contains("raise spec.run to 2");
            });

            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            String facts = test.path("status").toString();
            long second = test.at("/status/run/edits/0/second").asLong();
            assertThat(Asserts.requests(test)).as(facts).isEqualTo(50 * second + 80 * (35 - second))
                    .isEqualTo(target.responses());
            assertThat(Asserts.failures(test)).as(facts).isZero();
            Asserts.assertVerdict(test, "Passed");
            assertThat(test.at("/status/workers/desired").asInt()).as("more workers wait for the next run")
                    .isEqualTo(2);
            assertThat(test.at("/status/workers/lost").asInt()).as(facts).isZero();
            assertThat(test.at("/status/thresholds").findValuesAsText("name")).containsExactly("errors", "many");
            assertThat(test.at("/status/run/seed").asLong()).isEqualTo(42);
            Until.holds(
                    () -> assertThat(namespace.dev().run("events", "--for", "loadtest/rush")).contains("EditApplied"));
            if (SuiteEnvironment.prometheus().isPresent()) {
                Until.holds(() -> assertThat(Kubectl.condition(Asserts.loadTest(namespace, "rush"), "PrometheusAgrees")
                        .path("status").asText()).isEqualTo("True"));
                assertThat(Prometheus.requests(namespace, "rush", 1)).isEqualTo(Asserts.requests(test));
            }
            String report = namespace.dev().get("configmap", test.at("/status/report/configMap").asText())
                    .at("/data/result.html").asText();
            assertThat(report).contains("Edits that took effect in the run");
            Asserts.awaitCleanUp(namespace, "rush");

            namespace.dev().apply(edited("duration: 8s", "run: 2"));
            Until.holds(
                    () -> assertThat(Asserts.loadTest(namespace, "rush").at("/status/run/number").asInt())
                            .isEqualTo(2));
            assertThat(Asserts.awaitEnd(namespace, "rush").at("/status/workers/desired").asInt()).isEqualTo(3);
        }
    }

    private static String edited(String... fields) {
        return Manifest.loadTest("rush", Stream.concat(Stream.of(TargetServer.URL, TargetServer.TASKS,
                "load: {arrivals: {rate: 80}}", "seed: 7", "workers: {count: 3}",
                "thresholds: [{name: errors, failureRatio: {max: 5%}}, {name: many, requests: {min: 1000}}]"),
                Arrays.stream(fields)).toArray(String[]::new));
    }
}
