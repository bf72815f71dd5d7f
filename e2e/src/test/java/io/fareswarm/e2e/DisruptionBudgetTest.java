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

/// A release whose runs have PodDisruptionBudgets: one worker at a time can be evicted.
@Tag(Release.OWN)
@Order(2)
class DisruptionBudgetTest {
    private static final long SECONDS = 75;
    private static final Release RELEASE = new Release("budget", "fareswarm-budget");

    @Test
    void aSecondWorkerIsNotEvictedBeforeTheReplacementOfTheFirstOneIsReady() {
        Release.removeShared();
        try (ScenarioNamespace namespace = new ScenarioNamespace("budget")) {
            RELEASE.installFor(List.of(namespace), "workers.podDisruptionBudget.enabled=true");
            TargetServer target = TargetServer.in(namespace, RELEASE);
            namespace.dev().apply(
                    Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: " + SECONDS + "s"));
            Asserts.awaitRequests(namespace, "rush");
            Until.holds(() -> assertThat(namespace.admin().get("pdb", "-l", "fareswarm.io/loadtest=rush")
                    .at("/items/0/status/disruptionsAllowed").asInt()).isEqualTo(1));
            List<String> workers = Asserts.workers(namespace, "rush");

            namespace.admin().evict(workers.getFirst()).output();
            assertThat(namespace.admin().evict(workers.getLast()).err()).contains("disruption budget");

            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertThat(Asserts.requests(test)).as(test.path("status").toString()).isEqualTo(50 * SECONDS)
                    .isEqualTo(target.responses());
            assertThat(test.at("/status/workers/replaced").asInt()).isEqualTo(1);
            Asserts.assertVerdict(test, "Passed");
            Asserts.awaitCleanUp(namespace, "rush");
            RELEASE.uninstall();
        }
    }
}
