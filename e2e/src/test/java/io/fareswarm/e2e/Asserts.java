package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// What scenarios say of a LoadTest.
final class Asserts {
    /// All that the operator makes for a run, apart from its report.
    private static final String OF_A_RUN = "jobs,secrets,networkpolicies,pods";

    private Asserts() {}

    static JsonNode loadTest(Space space, String name) {
        return space.dev().get("loadtest", name);
    }

    /// Waits for a phase.
    static void reaches(Space space, String name, String phase) {
        space.dev().run("wait", "--for=jsonpath={.status.phase}=" + phase, "--timeout=180s", "loadtest/" + name);
    }

    /// Waits until requests were counted, so that what happens next happens in the middle of a run.
    static void sends(Space space, String name) {
        Until.holds(() -> assertThat(loadTest(space, name).at("/status/result/requests").asLong()).isPositive());
    }

    /// Waits for the end and gives the test with its result.
    static JsonNode ends(Space space, String name) {
        space.dev().await("Complete", "loadtest/" + name);
        return loadTest(space, name);
    }

    static long requests(JsonNode test) {
        return test.at("/status/result/requests").asLong();
    }

    static long failures(JsonNode test) {
        return test.at("/status/result/failures").asLong();
    }

    /// Otherwise the whole status is shown, which says why.
    static void hasVerdict(JsonNode test, String verdict) {
        assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo(verdict);
    }

    static String message(JsonNode object, String condition) {
        return Kubectl.condition(object, condition).path("message").asText();
    }

    static String reason(JsonNode object, String condition) {
        return Kubectl.condition(object, condition).path("reason").asText();
    }

    /// Waits until nothing of a LoadTest's runs is left but reports.
    static void nothingIsLeftOfRuns(Space space, String name) {
        Until.holds(() -> assertThat(space.admin().names(OF_A_RUN, "-l", "fareswarm.io/loadtest=" + name)).isEmpty());
    }

    static List<String> workers(Space space, String name) {
        return space.admin().names("pods", "-l", "fareswarm.io/loadtest=" + name);
    }

    /// Ends a pod as a broken node does: without a word.
    static void kill(Space space, String pod) {
        space.admin().run("delete", "--force", "--grace-period=0", "--wait=false", pod);
    }
}
