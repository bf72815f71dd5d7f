package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// What a user does with a LoadTest: runs it again, stops it, edits it, deletes it.
@Order(4)
class RunsTest {
    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void aTestRunsAgainSaysThatItWasEditedAndKeepsItsHistory() {
        try (Space space = new Space("runs")) {
            Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 3s", "historyLimit: 1"));
            JsonNode first = Asserts.ends(space, "rush");
            assertThat(first.at("/status/run/number").asInt()).isEqualTo(1);

            JsonNode edited = patched(space, Manifest.patch("duration", "\"4s\""));
            assertThat(Asserts.message(edited, "Progressing")).contains("raise spec.run to 2");
            assertThat(edited.at("/status/run")).isEqualTo(first.at("/status/run"));
            assertThat(edited.at("/status/result")).isEqualTo(first.at("/status/result"));

            JsonNode second = patched(space, Manifest.patch("run", 2));
            assertThat(second.at("/status/run/number").asInt()).isEqualTo(2);
            assertThat(second.at("/status/phase").asText()).isEqualTo("Finished");
            assertThat(Asserts.requests(second)).isEqualTo(200);
            Until.holds(() -> assertThat(space.dev().names("configmaps", "-l", "fareswarm.io/loadtest=rush"))
                    .containsExactly("configmap/rush-run-2"));
            Asserts.nothingIsLeftOfRuns(space, "rush");
            anEditIsToldLater(space, second);
        }
    }

    /// The run's objects are gone; its report says what it was.
    private static void anEditIsToldLater(Space space, JsonNode second) {
        assertThat(Asserts.message(patched(space, Manifest.patch("duration", "\"5s\"")), "Progressing"))
                .contains("raise spec.run to 3");
        JsonNode undone = patched(space, Manifest.patch("duration", "\"4s\""));
        assertThat(Asserts.reason(undone, "Progressing")).isEqualTo("DurationElapsed");
        assertThat(undone.at("/status/result")).isEqualTo(second.at("/status/result"));
    }

    /// Changes a finished test, waits as a user does and gives it.
    private static JsonNode patched(Space space, String patch) {
        space.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", patch);
        JsonNode test = Asserts.ends(space, "rush");
        assertThat(test.at("/status/observedGeneration")).isEqualTo(test.at("/metadata/generation"));
        return test;
    }

    @Test
    void aStoppedTestEndsEarlyAndKeepsItsResult() {
        try (Space space = new Space("stop")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 1h"));
            Asserts.sends(space, "rush");

            space.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", Manifest.patch("stopRun", 1));
            JsonNode test = Asserts.ends(space, "rush");

            assertThat(Asserts.reason(test, "Complete")).isEqualTo("StopRequested");
            assertThat(Asserts.requests(test)).isPositive().isEqualTo(target.answered());
            Asserts.hasVerdict(test, "Passed");
            assertThat(space.dev().names("configmaps")).contains("configmap/rush-run-1");
        }
    }

    @Test
    void aTestDeletedMidRunLeavesNothingBehind() {
        try (Space space = new Space("delete")) {
            Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 1h"));
            Asserts.sends(space, "rush");
            assertThat(space.admin().names("jobs,secrets,networkpolicies", "-l", "fareswarm.io/loadtest=rush"))
                    .hasSize(3);

            space.dev().run("delete", "loadtest", "rush");

            Asserts.nothingIsLeftOfRuns(space, "rush");
            assertThat(space.admin().names("configmaps", "-l", "fareswarm.io/loadtest=rush")).isEmpty();
        }
    }
}
