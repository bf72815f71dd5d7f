package io.fareswarm.reconcile;

import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Deletes the objects of a run in progress: the run continues, or it ends with what was measured and says why.
class MissingObjectsTest {
    private static final String RUN = "rush-run-1";
    @AutoClose
    private static final LoopbackTarget TARGET = new LoopbackTarget();

    private static List<SimulatedCluster.RunningPod> measuring(TestNamespace space, SimulatedCluster node) {
        List<SimulatedCluster.RunningPod> workers = node
                .swarm(Manifest.loadTest("rush", TARGET.field(), RejectionTest.TASKS, "duration: 1h"));
        TestNamespace.holds(() -> assertThat(requests(space)).isGreaterThan(100));
        return workers;
    }

    private static long requests(TestNamespace space) {
        return space.loadTest("rush").at("/status/result/requests").asLong();
    }

    private static void assertEnded(TestNamespace space, long requests, String message) {
        space.awaitPhase("rush", "Finished");
        JsonNode test = space.loadTest("rush");
        assertThat(requests(space)).as(test.path("status").toString()).isGreaterThanOrEqualTo(requests);
        assertThat(test.at("/status/verdict").asText()).isEqualTo("Invalid");
        assertThat(Kubectl.condition(test, "Complete").path("message").asText()).contains(message);
        assertThat(space.await(ConfigMap.class, RUN).getData().get("result.json"))
                .contains("\"requests\" : %d".formatted(requests(space)));
        space.awaitGone(Job.class, RUN);
    }

    @Test
    void aDeletedSecretIsCreatedAgainWithTheSameContentAndTheRunContinues() {
        TestNamespace space = TestNamespace.of("secret");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            measuring(space, node);
            Secret before = space.await(Secret.class, space.secret("rush"));
            space.delete(before);
            space.awaitGone(Secret.class, space.secret("rush"));

            assertThat(space.await(Secret.class, space.secret("rush")).getData()).isEqualTo(before.getData());

            long measured = requests(space);
            OperatorProcess.kill();
            OperatorProcess.restart();
            TestNamespace.holds(() -> assertThat(requests(space)).isGreaterThan(measured + 100));
            assertThat(space.loadTest("rush").at("/status/workers/lost").asInt()).isZero();
        }
    }

    @Test
    void aSecretWithOtherContentIsReplaced() {
        TestNamespace space = TestNamespace.of("content");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            measuring(space, node);
            Secret before = space.await(Secret.class, space.secret("rush"));
            space.delete(before);
            space.create(new SecretBuilder(before).withNewMetadata().withName(before.getMetadata().getName())
                    .withOwnerReferences(before.getMetadata().getOwnerReferences()).endMetadata()
                    .addToData("token", Base64.getEncoder().encodeToString(new byte[]{1})).build());

            TestNamespace.holds(() -> assertThat(space.find(Secret.class, space.secret("rush")).map(Secret::getData))
                    .hasValue(before.getData()));
        }
    }

    @Test
    void aRunThatLosesItsSecretAndThenItsOperatorKeepsTheFiguresOfItsLastStatusAndSaysWhy() {
        TestNamespace space = TestNamespace.of("lost-secret");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            measuring(space, node);
            OperatorProcess.kill();
            long measured = requests(space);
            space.delete(space.await(Secret.class, space.secret("rush")));

            OperatorProcess.restart();

            assertEnded(space, measured, "the Secret %s of the run was deleted, so its workers can no longer be called"
                    .formatted(space.secret("rush")));
            assertThat(requests(space)).isEqualTo(measured);
            space.awaitMessage("rush", "ThresholdsPassed", "the figures are those of the last status");
        }
    }

    @Test
    void aRunThatLosesItsSecretAndThenItsOperatorBeforeTheStartEndsAndSaysWhy() {
        TestNamespace space = TestNamespace.of("unstarted"); // without a kubelet no worker starts
        space.create(Manifest.loadTest("rush", TARGET.field(), RejectionTest.TASKS, "duration: 1h"));
        space.await(Job.class, RUN);
        OperatorProcess.kill();
        space.delete(space.await(Secret.class, space.secret("rush")));

        OperatorProcess.restart();

        space.awaitPhase("rush", "Error");
        assertThat(Kubectl.condition(space.loadTest("rush"), "Complete").path("message").asText()).contains(
                "the Secret %s of the run was deleted, so its workers can no longer be called"
                        .formatted(space.secret("rush")));
        space.awaitGone(Job.class, RUN);
    }

    /// The run over time in a report, without the last figures of its workers, which only a run that goes on has.
    private static JsonNode series(ConfigMap report) {
        try {
            return ((ObjectNode) new JsonMapper().readTree(report.getData().get("series.json")))
                    .without("workers");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasStoredOfARunIsStillStoredWhenItsSecretAndThenItsOperatorAreGone() {
        TestNamespace space = TestNamespace.of("stored");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            measuring(space, node).getFirst().process().freeze();
            ConfigMap before = TestNamespace.awaited(() -> space.find(ConfigMap.class, RUN)
                    .filter(report -> report.getBinaryData() != null && !report.getBinaryData().isEmpty()));
            OperatorProcess.kill();
            space.delete(space.await(Secret.class, space.secret("rush")));

            OperatorProcess.restart();

            space.awaitPhase("rush", "Finished");
            ConfigMap after = space.await(ConfigMap.class, RUN);
            assertThat(after.getBinaryData()).containsAllEntriesOf(before.getBinaryData());
            assertThat(series(after)).isEqualTo(series(before));
        }
    }

    @Test
    void aDeletedReportIsStoredAgain() {
        TestNamespace space = TestNamespace.of("report");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = measuring(space, node);
            workers.getFirst().process().freeze();
            Map<String, String> lost = TestNamespace.awaited(() -> space.find(ConfigMap.class, RUN)
                    .map(ConfigMap::getBinaryData).filter(stored -> !stored.isEmpty()));

            space.delete(space.await(ConfigMap.class, RUN));

            TestNamespace.holds(() -> assertThat(space.find(ConfigMap.class, RUN).map(ConfigMap::getBinaryData))
                    .hasValueSatisfying(stored -> assertThat(stored).containsOnlyKeys(lost.keySet())));
        }
    }

    @Test
    void aRunWhoseJobIsDeletedEndsWithWhatItsWorkersReported() {
        TestNamespace space = TestNamespace.of("job");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = measuring(space, node);
            long measured = requests(space);

            space.delete(space.await(Job.class, RUN));
            workers.forEach(worker -> {
                worker.process().close();
                space.delete(worker.pod());
            });

            assertEnded(space, measured, "the Job rush-run-1 was deleted, and its workers with it");
        }
    }
}
