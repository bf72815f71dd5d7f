package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills operators in the middle of runs. No result changes.
@Tag(Release.OWN)
@Order(1)
class OperatorKilledTest {
    private static final long SECONDS = 75;
    private static final Release RELEASE = new Release("doomed", "fareswarm-doomed");

    /// The leader is killed in the middle of two runs, one of them with a lost worker. After the takeover, all operators are
    /// killed.
    @Test
    void noRequestIsLostWhenTheLeaderAndThenAllOperatorsAreKilled() {
        Release.removeShared();
        try (ScenarioNamespace whole = new ScenarioNamespace("whole");
                ScenarioNamespace lossy = new ScenarioNamespace("loss")) {
            RELEASE.installFor(List.of(whole, lossy));
            List<TargetServer> targets = List.of(whole, lossy).parallelStream()
                    .map(namespace -> TargetServer.in(namespace, RELEASE))
                    .toList();
            TargetServer target = targets.getFirst();
            TargetServer targetOfLoss = targets.getLast();
            whole.dev().apply(
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));
            whole.dev().apply(Manifest.loadTest("search", TargetServer.URL, TargetServer.TASKS,
                    "load: {capacity: {start: 20, max: 20, time: 3m, step: {min: 20s, max: 50s}}}")
                    .replace("  duration: 8s\n", ""));
            lossy.dev().apply(
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));
            Asserts.awaitRequests(lossy, "rush");
            Asserts.forceDelete(lossy, Asserts.workers(lossy, "rush").getFirst());
            WorkerLostTest.awaitLoss(lossy, "rush");
            Asserts.awaitRequests(whole, "rush");

            String leader = RELEASE.leader();
            RELEASE.forceDelete(List.of(leader));
            Until.holds(() -> assertThat(RELEASE.leader()).isNotEqualTo(leader));
            WorkerLostTest.awaitTakeover(lossy, "rush");
            RELEASE.forceDelete(RELEASE.operators());

            WorkerLostTest.assertExactCounts(lossy, Asserts.awaitEnd(lossy, "rush"), targetOfLoss, SECONDS);
            JsonNode test = Asserts.awaitEnd(whole, "rush");
            JsonNode search = Asserts.awaitEnd(whole, "search");
            assertThat(Asserts.requests(test)).isEqualTo(50 * SECONDS)
                    .isEqualTo(target.responses() - Asserts.requests(search));
            assertThat(search.at("/status/capacity/rate").asDouble()).as(search.path("status").toString())
                    .isEqualTo(20);
            assertThat(search.at("/status/capacity/steps").findValuesAsText("purpose"))
                    .containsExactly("ramp", "confirm");
            Asserts.assertVerdict(search, "Passed");
            assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
            Asserts.assertVerdict(test, "Passed");
            Asserts.awaitCleanUp(whole, "rush");
            RELEASE.uninstall();
        }
    }
}
