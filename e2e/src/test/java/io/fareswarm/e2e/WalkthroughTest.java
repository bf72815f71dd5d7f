package io.fareswarm.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Runs the README's walkthrough on the real rides, with the rights of a cluster user.
@ExtendWith(SharedRelease.class)
@Order(6)
class WalkthroughTest {
    /// The weights that numpy computes for the real rides.
    private static final List<Double> WEIGHTS = List.of(170.24275863311397, 116.62127709922059, 5.005575011888685);

    @TempDir
    Path folder = Path.of("");

    @Test
    void helmTestOfTheReleasePasses() {
        assertThat(Release.SHARED.helm("test", Release.SHARED.name(), "--timeout", "120s")).contains("Succeeded");
    }

    @Test
    void aModelOfTheRealRidesIsTrainedServedAndLoadTested() throws IOException {
        assumeTrue(Files.isReadable(SuiteEnvironment.rides()), "the real rides are not beside this checkout");
        try (ScenarioNamespace namespace = new ScenarioNamespace("user")) {
            Kubectl dev = namespace.dev();
            Path rides = folder.resolve("rides.csv.gz");
            try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(rides))) {
                Files.copy(SuiteEnvironment.rides(), zip);
            }
            dev.run("create", "configmap", "rides", "--from-file", rides.toString());
            dev.apply(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv.gz}}"));
            dev.await("Available", "fm/taxi");
            TargetServer.awaitService(namespace, "taxi");
            assertModelOfTheRealRides(dev);
            long before = TargetServer.responsesOf(namespace, "taxi");

            dev.apply(Manifest.loadTest("rush", "duration: 10s",
                    "load: {users: {count: 20, spawnRate: 20, wait: {constant: 100ms}}}",
                    "thresholds: [{name: errors, failureRatio: {max: 0%}}]"));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            long requests = Asserts.requests(test);
            assertThat(TargetServer.responsesOf(namespace, "taxi") - before).isEqualTo(requests).isPositive();
            assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
            Asserts.assertVerdict(test, "Passed");
            assertFiveValidRidesToOneBroken(test, requests);
            String row = dev.run("get", "loadtest", "rush");
            assertThat(row.lines().findFirst().orElse("").split(" +")).containsExactly("NAME", "TARGET", "PHASE",
                    "VERDICT", "WORKERS", "USERS", "REQUESTS", "RPS", "P50", "P95", "P99", "FAIL%", "CAPACITY", "AGE");
            assertThat(row.lines().skip(1).findFirst().orElse(""))
                    .matches("rush +taxi +Finished +Passed +2 +20 +" + requests + " +[0-9.]+ .* 0 +[0-9]+[ms].*");
            assertReport(dev, requests);
            awaitEvents(dev, requests);
            Asserts.awaitCleanUp(namespace, "rush");
            awaitPrometheus(namespace, test);
        }
    }

    private static void assertModelOfTheRealRides(Kubectl dev) {
        JsonNode model = dev.get("fm", "taxi").at("/status/model");
        for (int i = 0; i < WEIGHTS.size(); i++) {
            assertThat(model.at("/weights/" + i).asDouble()).isCloseTo(WEIGHTS.get(i), within(1e-9 * WEIGHTS.get(i)));
        }
        assertThat(model.at("/rmse").asDouble()).isCloseTo(5.780256936831606, within(1e-8));
        assertThat(model.at("/mae").asDouble()).isCloseTo(2.7397837551850146, within(1e-8));
        assertThat(model.at("/r2").asDouble()).isCloseTo(0.6575932260320929, within(1e-8));
        assertThat(model.at("/rows/read").asLong()).isEqualTo(10_476);
        assertThat(model.at("/rows/used").asLong()).isEqualTo(10_476);
    }

    /// Asserts that one in six requests lacks a field, within five standard deviations.
    private static void assertFiveValidRidesToOneBroken(JsonNode test, long requests) {
        long broken = test.at("/status/result/tasks/1/requests").asLong();
        double deviation = Math.sqrt(requests * (1 / 6.0) * (5 / 6.0));
        assertThat((double) broken).isCloseTo(requests / 6.0, within(5 * deviation));
        assertThat(test.at("/status/result/tasks/0/requests").asLong() + broken).isEqualTo(requests);
    }

    private static void assertReport(Kubectl dev, long requests) {
        JsonNode report = dev.get("configmap", dev.get("loadtest", "rush").at("/status/report/configMap").asText());
        assertThat(report.path("data").fieldNames()).toIterable().containsExactlyInAnyOrder("result.json", "stats.csv",
                "junit.xml", "series.json", "history.csv", "result.html", "latency-valid-ride.hlog",
                "latency-ride-with-a-field-missing.hlog");
        assertThat(Kubectl.read(report.at("/data/result.json").asText()).at("/result/requests").asLong())
                .isEqualTo(requests);
    }

    /// Waits for the events. They are written after the status that they report.
    private static void awaitEvents(Kubectl dev, long requests) {
        Until.holds(() -> assertThat(dev.run("events", "--for", "loadtest/rush")).contains("Preparing", "Running")
                .contains("run 1: " + requests + " requests"));
        assertThat(dev.run("events", "--for", "faremodel/taxi")).contains("Trained", "PredictionSucceeded");
    }

    private static void awaitPrometheus(ScenarioNamespace namespace, JsonNode test) {
        if (SuiteEnvironment.prometheus().isEmpty()) {
            return;
        }
        Until.holds(
                () -> assertThat(Asserts.message(Asserts.loadTest(namespace, "rush"), "PrometheusAgrees"))
                        .isEqualTo("Prometheus and the workers counted " + Asserts.requests(test) + " requests"));
        assertThat(Prometheus.requests(namespace, "rush", 1)).isEqualTo(Asserts.requests(test));
        double p95 = test.at("/status/result/latencyMs/p95").asDouble() / 1000;
        assertThat(Prometheus.bucketOfQuantile(namespace, "rush", 0.95).contains(p95))
                .as("the bucket of p95 holds %s", p95)
                .isTrue();
    }
}
