package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Assertions about LoadTests, and methods that wait for their states.
final class Asserts {
    /// Kinds of a run's objects, except its report.
    private static final String RUN_KINDS = "jobs,secrets,networkpolicies,pods";

    private Asserts() {}

    static JsonNode loadTest(ScenarioNamespace namespace, String name) {
        return namespace.dev().get("loadtest", name);
    }

    /// Creates a target and a LoadTest `rush`, and waits until requests are counted.
    ///
    /// @param loadTest manifest of the LoadTest
    static TargetServer swarmed(ScenarioNamespace namespace, String loadTest) {
        TargetServer target = TargetServer.in(namespace);
        namespace.dev().apply(loadTest);
        awaitRequests(namespace, "rush");
        return target;
    }

    /// Waits until the status counts requests, so that the run is in progress.
    static void awaitRequests(ScenarioNamespace namespace, String name) {
        Until.holds(() -> assertThat(loadTest(namespace, name).at("/status/result/requests").asLong()).isPositive());
    }

    /// Waits for the end of the run and returns the LoadTest with its result.
    static JsonNode awaitEnd(ScenarioNamespace namespace, String name) {
        namespace.dev().await("Complete", "loadtest/" + name);
        return loadTest(namespace, name);
    }

    static long requests(JsonNode test) {
        return test.at("/status/result/requests").asLong();
    }

    static long failures(JsonNode test) {
        return test.at("/status/result/failures").asLong();
    }

    /// Asserts the verdict. The failure message contains the whole status.
    static void assertVerdict(JsonNode test, String verdict) {
        assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo(verdict);
    }

    static String message(JsonNode object, String condition) {
        return Kubectl.condition(object, condition).path("message").asText();
    }

    static String reason(JsonNode object, String condition) {
        return Kubectl.condition(object, condition).path("reason").asText();
    }

    /// Waits until the objects of a LoadTest's runs are deleted, except reports.
    static void awaitCleanUp(ScenarioNamespace namespace, String name) {
        Until.holds(
                () -> assertThat(namespace.admin().names(RUN_KINDS, "-l", "fareswarm.io/loadtest=" + name)).isEmpty());
    }

    static List<String> workers(ScenarioNamespace namespace, String name) {
        return namespace.admin().names("pods", "-l", "fareswarm.io/loadtest=" + name);
    }

    /// Force-deletes a pod (grace period 0).
    static void forceDelete(ScenarioNamespace namespace, String pod) {
        namespace.admin().run("delete", "--force", "--grace-period=0", "--wait=false", pod);
    }
}
