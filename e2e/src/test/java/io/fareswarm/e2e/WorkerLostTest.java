package io.fareswarm.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

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

/// Kills a worker. The status shows the loss, the worker's reports count, another worker takes over, and the result
/// contains only measured seconds. This test starts first because it takes longest.
@ExtendWith(SharedRelease.class)
@Order(1)
class WorkerLostTest {
    /// Duration of the run. It is long enough for a replacement on a busy node, because the Job waits ten seconds
    /// before it creates one.
    private static final long SECONDS = 75;
    /// Number of requests per second of each of the two workers.
    private static final long REQUESTS = 25;
    private static final Pattern REPLACED = Pattern.compile("worker [01]: .+, replaced from second ([0-9]+) on");

    @Test
    void aKilledWorkerIsReplacedAndTheLostSecondsAreExact() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("worker")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));

            Asserts.forceDelete(namespace, Asserts.workers(namespace, "rush").getFirst());

            awaitLoss(namespace, "rush");
            awaitTakeover(namespace, "rush");
            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertExactCounts(namespace, test, target, SECONDS);
            Until.holds(() -> assertThat(namespace.dev().run("events", "--for", "loadtest/rush")).contains("WorkerLost",
                    "WorkerReplaced"));
            if (SuiteEnvironment.prometheus().isPresent()) {
                JsonNode agrees = Kubectl.condition(test, "PrometheusAgrees");
                assertThat(agrees.path("status").asText()).isEqualTo("Unknown");
                assertThat(agrees.path("reason").asText()).isEqualTo("CountUnknown");
            }
            Asserts.awaitCleanUp(namespace, "rush");
        }
    }

    static void awaitLoss(ScenarioNamespace namespace, String name) {
        Until.holds(() -> {
            JsonNode test = Asserts.loadTest(namespace, name);
            assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
            assertThat(Asserts.message(test, "WorkersReady")).matches("worker [01]: .+");
        });
    }

    static void awaitTakeover(ScenarioNamespace namespace, String name) {
        Until.holds(() -> {
            JsonNode test = Asserts.loadTest(namespace, name);
            assertThat(test.at("/status/workers/replaced").asInt()).as(test.path("status").toString()).isEqualTo(1);
            assertThat(test.at("/status/workers/ready").asInt()).isEqualTo(2);
            assertThat(Asserts.message(test, "WorkersReady")).containsPattern(REPLACED);
        });
    }

    /// Asserts the result's counts: those in the lost worker's reports, all requests of the other worker, and those of
    /// the replacement after its takeover.
    static void assertExactCounts(ScenarioNamespace namespace, JsonNode test, TargetServer target, long seconds) {
        String facts = test.path("status").toString();
        Matcher replaced = REPLACED.matcher(Asserts.message(test, "WorkersReady"));
        assertThat(replaced.find()).as(facts).isTrue();
        long from = Long.parseLong(replaced.group(1));
        JsonNode lost = storedReport(namespace, test.at("/status/report/configMap").asText()).at("/report/total");
        long before = 0;
        for (JsonNode task : lost.path("tasks")) {
            before += task.at("/latency/count").asLong();
        }

        assertThat(Asserts.requests(test)).as(facts)
                .isEqualTo(before + REQUESTS * seconds + REQUESTS * (seconds - from))
                .isLessThanOrEqualTo(target.responses());
        assertThat(Asserts.failures(test)).as(facts).isZero();
        assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
        assertThat(test.at("/status/workers/replaced").asInt()).isEqualTo(1);
        assertThat(test.at("/status/workers/lostSeconds").asLong()).as(facts)
                .isEqualTo(from - lost.at("/span/seconds").asLong()).isPositive();
        Asserts.assertVerdict(test, "Invalid");
    }

    /// The stored report of the lost worker, from the run's ConfigMap. There must be one lost worker.
    private static JsonNode storedReport(ScenarioNamespace namespace, String configMap) {
        JsonNode stored = namespace.dev().get("configmap", configMap).path("binaryData");
        assertThat(stored.fieldNames()).toIterable().hasSize(1).allMatch(key -> key.startsWith("lost-"));
        byte[] packed = Base64.getDecoder().decode(stored.elements().next().asText());
        try (GZIPInputStream bytes = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Kubectl.read(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
