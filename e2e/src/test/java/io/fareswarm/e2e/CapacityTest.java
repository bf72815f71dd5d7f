package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of a search for the capacity of a model whose server has a fifth of a CPU.
@ExtendWith(SharedRelease.class)
@Order(1)
class CapacityTest {
    @Test
    void theCapacityOfAModelIsFoundWithItsBoundsAndStands() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("capacity")) {
            Kubectl dev = namespace.dev();
            dev.apply(Manifest.model("taxi", Manifest.WEIGHTS).replace("serving: {replicas: 1}",
                    "serving: {replicas: 1, resources: {limits: {cpu: 200m}}}"));
            dev.run("wait", "faremodel/taxi", "--for=condition=Available", "--timeout=5m");
            long before = TargetServer.responsesOf(namespace, "taxi");

            dev.apply(Manifest.loadTest("search", "workers: {count: 1}",
                    "load: {capacity: {start: 10, max: 500, time: 100s, step: {min: 10s, max: 10s}}}",
                    "thresholds: [{name: p99, latency: {percentile: 99, max: 1s}}, {name: enough, capacity: {min: 1}}]")
                    .replace("  duration: 8s\n", ""));
            JsonNode test = Asserts.awaitEnd(namespace, "search");

            String facts = test.path("status").toString();
            JsonNode found = test.at("/status/capacity");
            assertThat(Asserts.requests(test)).as(facts)
                    .isEqualTo(TargetServer.responsesOf(namespace, "taxi") - before).isPositive();
            Asserts.assertVerdict(test, "Passed");
            assertThat(found.path("rate").asDouble()).as(facts).isBetween(1.0, 500.0)
                    .isEqualTo(found.path("perReplica").asDouble());
            assertThat(found.path("steps").size()).as(facts).isGreaterThan(2);
            assertThat(found.path("steps").findValues("counts")).as(facts)
                    .allSatisfy(counts -> assertThat(counts.path("complete").asBoolean()).isTrue());
            String row = dev.run("get", "loadtest", "search");
            assertThat(row).contains("CAPACITY").contains(test.at("/status/columns/capacity").asText());
            String report = dev.get("configmap", test.at("/status/report/configMap").asText()).toString();
            assertThat(report).contains("Latency over the rate");
        }
    }
}
