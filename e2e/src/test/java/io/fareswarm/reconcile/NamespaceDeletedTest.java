package io.fareswarm.reconcile;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests namespaces that are being deleted. As no controller deletes their objects here, the tests do the part of the
/// namespace controller, which asks for the deletion of pods first.
class NamespaceDeletedTest {
    private static final String RUN = "rush-run-1";
    private static final String TRAINING = "taxi-train-1";

    /// The operator said once for each of these resources that their namespace is being deleted, and logged no error.
    private static void assertLoggedOnce(TestNamespace space, String... names) {
        List<JsonNode> lines = OperatorProcess.log(space);
        assertThat(lines).filteredOn(line -> line.path("message").asText().contains("is being deleted"))
                .extracting(line -> line.path("name").asText()).containsExactlyInAnyOrder(names);
        assertThat(lines).noneMatch(line -> line.has("error"));
    }

    private static List<SimulatedCluster.RunningPod> running(TestNamespace space, SimulatedCluster node) {
        List<SimulatedCluster.RunningPod> workers = node
                .swarm(Manifest.loadTest("rush", RejectionTest.URL, RejectionTest.TASKS, "duration: 1h"));
        space.awaitPhase("rush", "Running");
        return workers;
    }

    @Test
    void aRunInADeletedNamespaceLosesItsJobAndItsPodsAtOnce() {
        TestNamespace space = TestNamespace.of("gone-run");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = running(space, node);

            space.delete();
            space.evict(workers.getFirst().pod());

            space.awaitGone(Job.class, RUN);
            workers.forEach(worker -> space.awaitGone(Pod.class, worker.pod().getMetadata().getName()));
            assertThat(space.find(ConfigMap.class, RUN)).as("the report").isEmpty();
            assertLoggedOnce(space, "rush");
        }
    }

    @Test
    void aRunWhoseNamespaceIsDeletedWithoutAnOperatorLosesItsJobAfterTheRestart() {
        TestNamespace space = TestNamespace.of("gone-late");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = running(space, node);

            OperatorProcess.kill();
            space.delete();
            space.evict(workers.getFirst().pod());
            OperatorProcess.restart();

            space.awaitGone(Job.class, RUN);
            assertLoggedOnce(space, "rush");
        }
    }

    @Test
    void aTrainingInADeletedNamespaceLosesItsJobAtOnce() {
        TestNamespace space = TestNamespace.of("gone-training");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            Pod trainer = node.scheduled(space.await(Job.class, TRAINING));

            space.delete();
            space.evict(trainer);

            space.awaitGone(Job.class, TRAINING);
            space.awaitGone(Pod.class, trainer.getMetadata().getName());
            assertLoggedOnce(space, "taxi");
        }
    }

    @Test
    void aTrainingThatFailsInADeletedNamespaceLosesItsJob() {
        TestNamespace space = TestNamespace.of("gone-failed");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            Job job = space.await(Job.class, TRAINING);

            space.delete();
            node.fail(job, "Job has reached the specified backoff limit");

            space.awaitGone(Job.class, TRAINING);
            assertLoggedOnce(space, "taxi");
        }
    }

    @Test
    void aRejectedObjectOfADeletedNamespaceIsNotTriedAgain() {
        TestNamespace space = TestNamespace.of("gone-pending");
        space.create(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv}}"));
        space.create(Manifest.loadTest("rush"));
        space.awaitModelReason("taxi", "Trained", "TrainingBlocked");
        space.awaitMessage("rush", "Progressing", "FareModel taxi");

        space.delete();
        space.patchModel("taxi", Manifest.patch("training", "{\"csv\":null,\"weights\":[1.0,1.0,1.0]}"));
        space.patchLoadTest("rush",
                "{\"spec\":{\"target\":{\"model\":null,\"url\":\"http://127.0.0.1:9\"},%s}}".formatted(
                        "\"tasks\":[{\"name\":\"get\",\"request\":{\"path\":\"/\"}}]"));

        TestNamespace.holds(() -> assertLoggedOnce(space, "taxi", "rush"));
        long done = OperatorProcess.running().reconciliations("faremodel");
        space.patchModel("taxi", Manifest.patch("serving", "{\"replicas\":2}"));
        TestNamespace.holds(
                () -> assertThat(OperatorProcess.running().reconciliations("faremodel")).isGreaterThan(done));
        assertLoggedOnce(space, "taxi", "rush");
        assertThat(space.find(Secret.class, space.secret("rush"))).isEmpty();
        assertThat(space.find(Job.class, TRAINING)).isEmpty();
    }
}
