package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios of a LoadTest: another run, an edit, a stop, a deletion.
@ExtendWith(SharedRelease.class)
@Order(4)
class RunsTest {
    @Test
    void aRaisedRunNumberRunsTheEditedTestAgainAndHistoryLimitDeletesTheOlderReport() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("runs")) {
            TargetServer.in(namespace);
            namespace.dev()
                    .apply(Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 3s",
                            "historyLimit: 1"));
            JsonNode first = Asserts.awaitEnd(namespace, "rush");
            assertThat(first.at("/status/run/number").asInt()).isEqualTo(1);

            JsonNode edited = patched(namespace, Manifest.patch("duration", "\"4s\""));
            assertThat(Asserts.message(edited, "Progressing")).contains("raise spec.run to 2");
            assertThat(edited.at("/status/run")).isEqualTo(first.at("/status/run"));
            assertThat(edited.at("/status/result")).isEqualTo(first.at("/status/result"));

            JsonNode second = patched(namespace, Manifest.patch("run", 2));
            assertThat(second.at("/status/run/number").asInt()).isEqualTo(2);
            assertThat(second.at("/status/phase").asText()).isEqualTo("Finished");
            assertThat(Asserts.requests(second)).isEqualTo(200);
            Until.holds(() -> assertThat(namespace.dev().names("configmaps", "-l", "fareswarm.io/loadtest=rush"))
                    .containsExactly("configmap/rush-run-2"));
            Asserts.awaitCleanUp(namespace, "rush");
            assertEditAfterCleanUpIsReported(namespace, second);
        }
    }

    /// Edits a finished test after its run's objects are deleted. The operator then reads the run's spec from its
    /// report.
    private static void assertEditAfterCleanUpIsReported(ScenarioNamespace namespace, JsonNode second) {
        assertThat(Asserts.message(patched(namespace, Manifest.patch("duration", "\"5s\"")), "Progressing"))
                .contains("raise spec.run to 3");
        JsonNode undone = patched(namespace, Manifest.patch("duration", "\"4s\""));
        assertThat(Asserts.reason(undone, "Progressing")).isEqualTo("DurationElapsed");
        assertThat(undone.at("/status/result")).isEqualTo(second.at("/status/result"));
    }

    /// Patches a finished LoadTest, waits until it is complete and returns it.
    private static JsonNode patched(ScenarioNamespace namespace, String patch) {
        namespace.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", patch);
        JsonNode test = Asserts.awaitEnd(namespace, "rush");
        assertThat(test.at("/status/observedGeneration")).isEqualTo(test.at("/metadata/generation"));
        return test;
    }

    @Test
    void aStoppedTestEndsEarlyAndItsResultIsStored() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("stop")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 1h"));

            namespace.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", Manifest.patch("stopRun", 1));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            assertThat(Asserts.reason(test, "Complete")).isEqualTo("StopRequested");
            assertThat(Asserts.requests(test)).isPositive().isEqualTo(target.responses());
            Asserts.assertVerdict(test, "Passed");
            assertThat(namespace.dev().names("configmaps")).contains("configmap/rush-run-1");
        }
    }

    @Test
    void aTestThatIsReplacedMidRunRunsUnderItsOldName() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("replace")) {
            Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 1h"));
            String uid = namespace.dev().get("loadtest", "rush").at("/metadata/uid").asText();

            namespace.dev().attempt(
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 2s"), "replace",
                    "--force",
                    "-f", "-").output();

            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertThat(test.at("/metadata/uid").asText()).isNotEqualTo(uid);
            Asserts.assertVerdict(test, "Passed");
        }
    }

    @Test
    void aTestDeletedMidRunLeavesNothingBehind() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("delete")) {
            Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 1h"));
            assertThat(namespace.admin().names("jobs,secrets,networkpolicies", "-l", "fareswarm.io/loadtest=rush"))
                    .hasSize(3);

            namespace.dev().run("delete", "loadtest", "rush");

            Asserts.awaitCleanUp(namespace, "rush");
            assertThat(namespace.admin().names("configmaps", "-l", "fareswarm.io/loadtest=rush")).isEmpty();
        }
    }
}
