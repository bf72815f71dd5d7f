package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Evicts the pods of workers in the middle of runs, as `kubectl drain` does. Each worker sends until its successor does. So
/// the result has what the target counts, to the unit, and is valid.
@ExtendWith(SharedRelease.class)
@Order(1)
class EvictedWorkerTest {
    /// Duration of the runs. It leaves time for a successor on a busy node: the Job waits ten seconds before it creates one.
    private static final long SECONDS = 75;
    /// Number of requests per second of both workers together, as in [Manifest].
    private static final long REQUESTS = 50;

    @Test
    void anEvictedWorkerHandsItsShareOverAndNothingIsLost() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("evicted")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));

            evict(namespace, List.of(Asserts.workers(namespace, "rush").getFirst()));

            Until.holds(() -> assertThat(Asserts.reason(Asserts.loadTest(namespace, "rush"), "WorkersReady"))
                    .isIn("WorkerLeaving", "WorkerReplaced"));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertWhole(test, target, 1);
            assertThat(Asserts.message(test, "WorkersReady"))
                    .matches("worker [01]: left, replaced from second [0-9]+ on");
            Until.holds(() -> assertThat(namespace.dev().run("events", "--for", "loadtest/rush"))
                    .contains("WorkerLeaving", "WorkerReplaced").doesNotContain("WorkerLost"));
            if (SuiteEnvironment.prometheus().isPresent()) {
                Until.holds(() -> assertThat(
                        Kubectl.condition(Asserts.loadTest(namespace, "rush"), "PrometheusAgrees").path("status")
                                .asText())
                        .isEqualTo("True"));
            }
            Asserts.awaitCleanUp(namespace, "rush");
        }
    }

    @Test
    void allWorkersMayBeEvictedAtOnce() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("drained")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));
            evict(namespace, Asserts.workers(namespace, "rush"));
            assertWhole(Asserts.awaitEnd(namespace, "rush"), target, 2);
        }
    }

    @Test
    void withANumberOfRequestsAllOfThemAreSentAndNoMore() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("counted")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "requests: 4000")
                            .replace("  duration: 8s\n", ""));
            evict(namespace, List.of(Asserts.workers(namespace, "rush").getFirst()));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertThat(Asserts.requests(test)).as(test.path("status").toString()).isEqualTo(4_000)
                    .isEqualTo(target.responses());
            assertThat(test.at("/status/workers/replaced").asInt()).isEqualTo(1);
            assertThat(test.at("/status/workers/lostSeconds").asLong()).isZero();
            Asserts.assertVerdict(test, "Passed");
        }
    }

    private static void assertWhole(JsonNode test, TargetServer target, int evicted) {
        String facts = test.path("status").toString();
        assertThat(Asserts.requests(test)).as(facts).isEqualTo(REQUESTS * SECONDS).isEqualTo(target.responses());
        assertThat(Asserts.failures(test)).as(facts).isZero();
        assertThat(test.at("/status/workers/lost").asInt()).as(facts).isZero();
        assertThat(test.at("/status/workers/replaced").asInt()).as(facts).isEqualTo(evicted);
        assertThat(test.at("/status/workers/lostSeconds").asLong()).as(facts).isZero();
        Asserts.assertVerdict(test, "Passed");
    }

    private static void evict(ScenarioNamespace namespace, List<String> pods) {
        pods.forEach(pod -> namespace.admin().evict(pod).output());
    }
}
