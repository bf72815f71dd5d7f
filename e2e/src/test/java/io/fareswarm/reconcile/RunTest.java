package io.fareswarm.reconcile;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests a run from the creation of its objects to its stored report, with real workers.
class RunTest {
    private static final String RUN = "rush-run-1";
    @AutoClose
    private static final LoopbackTarget TARGET = new LoopbackTarget();

    private static String loadTest(String... more) {
        List<String> fields = new ArrayList<>(List.of(TARGET.field(), RejectionTest.TASKS));
        fields.addAll(List.of(more));
        return Manifest.loadTest("rush", fields.toArray(String[]::new));
    }

    /// The end of `fareswarm wait`.
    private static Command waitFor(TestNamespace space, String resource) {
        return Command.run("",
                Programs.java("operator", "io.fareswarm.operator.cli.FareswarmMain", "wait", resource, "-n",
                        space.name(), "--kubeconfig", System.getenv("KUBECONFIG"), "--timeout", "1m"));
    }

    @Test
    void aRunCreatesItsObjectsMeasuresAndLeavesOnlyItsReport() {
        TestNamespace space = TestNamespace.of("run");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest("duration: 2s"));

            Job job = space.await(Job.class, RUN);
            String uid = space.loadTest("rush").at("/metadata/uid").asText();
            for (var made : List.of(job, space.await(Secret.class, space.secret("rush")),
                    space.await(NetworkPolicy.class, RUN))) {
                assertThat(made.getMetadata().getOwnerReferences()).singleElement()
                        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
            }
            assertThat(job.getSpec().getCompletions()).isEqualTo(2);
            space.awaitPhase("rush", "Preparing");
            List<SimulatedCluster.RunningPod> workers = node.startWorkers(job);

            space.awaitPhase("rush", "Finished");

            JsonNode test = space.loadTest("rush");
            assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo("Passed");
            assertThat(test.at("/status/result/requests").asLong()).isEqualTo(100);
            assertThat(space.await(ConfigMap.class, RUN).getData()).containsKeys("result.json", "stats.csv",
                    "series.json",
                    "history.csv");
            Command waited = waitFor(space, "loadtest/rush");
            assertThat(waited.status()).as(waited.out() + waited.err()).isZero();
            assertThat(waited.out()).contains("rush: Finished", "Verdict: Passed");
            Command missing = waitFor(space, "loadtest/none");
            assertThat(missing.status()).isEqualTo(2);
            assertThat(missing.err()).contains("expected a LoadTest none in namespace " + space.name());
            workers.forEach(SimulatedCluster.RunningPod::scrape);
            TestNamespace.holds(() -> assertThat(workers).noneMatch(worker -> worker.process().isRunning()));
            workers.forEach(worker -> node.end(worker.pod(), 0, ""));
            space.awaitGone(Job.class, RUN);
            space.awaitGone(Secret.class, space.secret("rush"));
            space.awaitGone(NetworkPolicy.class, RUN);
            assertThat(space.find(ConfigMap.class, RUN)).isPresent();
        }
    }

    @Test
    void aFrozenWorkersPodIsDeletedAndItsReplacementTakesOver() {
        TestNamespace space = TestNamespace.of("takeover");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = node.swarm(loadTest("duration: 1h"));
            Job job = space.await(Job.class, RUN);

            workers.getFirst().process().freeze();

            String frozen = workers.getFirst().pod().getMetadata().getName();
            space.awaitGone(Pod.class, frozen);
            TestNamespace.holds(() -> assertThat(space.find(ConfigMap.class, RUN).map(ConfigMap::getBinaryData))
                    .hasValueSatisfying(stored -> assertThat(stored).containsOnlyKeys(
                            "lost-" + workers.getFirst().pod().getMetadata().getUid())));
            node.startWorker(job, 0, 1);
            TestNamespace.holds(() -> assertThat(space.loadTest("rush").at("/status/workers/replaced").asInt())
                    .isEqualTo(1));
            TestNamespace.holds(() -> assertThat(notes(space)).containsExactly("lost", "replaced"));
            OperatorProcess.kill();
            OperatorProcess.restart();
            space.patchLoadTest("rush", Manifest.patch("stopRun", 1));
            space.awaitPhase("rush", "Finished");
            assertThat(notes(space)).containsExactly("lost", "replaced");
            assertThat(space.loadTest("rush").at("/status/workers/lost").asInt()).isEqualTo(1);
            assertThat(space.events("rush")).contains("WorkerLost", "WorkerReplaced");
        }
    }

    /// The kinds of the notes in the stored series of the run.
    private static List<String> notes(TestNamespace space) {
        String series = space.find(ConfigMap.class, RUN).orElseThrow().getData().get("series.json");
        try {
            return new JsonMapper().readTree(series).path("notes").findValuesAsText("kind");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(series, e);
        }
    }

    @Test
    void aWorkerThatIsAskedToEndHandsOverThoughTheOperatorIsKilledMeanwhile() {
        TestNamespace space = TestNamespace.of("leaving");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            SimulatedCluster.RunningPod leaving = node.swarm(loadTest("duration: 40s")).getFirst();
            Job job = space.await(Job.class, RUN);

            leaving.process().terminate();

            TestNamespace.holds(() -> assertThat(space.events("rush")).contains("WorkerLeaving"));
            OperatorProcess.kill();
            node.startWorker(job, 0, 1);
            OperatorProcess.restart();
            TestNamespace.holds(() -> assertThat(space.loadTest("rush").at("/status/workers/replaced").asInt())
                    .isEqualTo(1));
            TestNamespace.holds(() -> assertThat(space.find(ConfigMap.class, RUN).map(ConfigMap::getBinaryData))
                    .hasValueSatisfying(stored -> assertThat(stored).containsOnlyKeys(
                            "lost-" + leaving.pod().getMetadata().getUid())));
            leaving.scrape();
            TestNamespace.holds(() -> assertThat(leaving.process().isRunning()).isFalse());

            space.awaitPhase("rush", "Finished");
            JsonNode test = space.loadTest("rush");
            assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo("Passed");
            assertThat(test.at("/status/result/requests").asLong()).isEqualTo(2_000);
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
            assertThat(test.at("/status/workers/lostSeconds").asLong()).isZero();
        }
    }

    @Test
    void theWorkersOfADeletedLoadTestStopThoughTheyWouldWaitForASuccessor() {
        TestNamespace space = TestNamespace.of("deleted");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            List<SimulatedCluster.RunningPod> workers = node.swarm(loadTest("duration: 1h"));
            workers.getFirst().process().terminate();

            space.delete(loadTest("duration: 1h"));

            TestNamespace.holds(() -> assertThat(workers).noneMatch(worker -> worker.process().isRunning()));
        }
    }

    @Test
    void anOperatorThatIsKilledMidRunLosesNothing() {
        TestNamespace space = TestNamespace.of("killed");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest("duration: 6s"));
            node.startWorkers(space.await(Job.class, RUN));
            space.awaitPhase("rush", "Running");

            OperatorProcess.kill();
            OperatorProcess.restart();

            space.awaitPhase("rush", "Finished");
            JsonNode test = space.loadTest("rush");
            assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo("Passed");
            assertThat(test.at("/status/result/requests").asLong()).isEqualTo(300);
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
        }
    }

    @Test
    void aForeignWriteOfTheStatusDoesNotChangeTheRun() {
        TestNamespace space = TestNamespace.of("status");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest("duration: 3s"));
            node.startWorkers(space.await(Job.class, RUN));
            space.awaitPhase("rush", "Running");

            space.patchLoadTestStatus("rush", "{\"status\":{\"phase\":\"Error\",\"run\":null}}");

            space.awaitPhase("rush", "Finished");
            assertThat(space.loadTest("rush").at("/status/result/requests").asLong()).isEqualTo(150);
        }
    }
}
