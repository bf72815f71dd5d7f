package io.fareswarm.reconcile;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests that no number of objects, large or small, stops the operator, whose heap is that of the chart's default.
class ManyObjectsTest {
    private static final int MIB = 1 << 20;
    private static final String FORGED = "forged";

    /// Calls a function with the numbers from 0 on, some calls at a time.
    private static void times(int count, IntConsumer call) {
        try (ExecutorService calls = Executors.newFixedThreadPool(8)) {
            for (int number = 0; number < count; number++) {
                int each = number;
                calls.execute(() -> call.accept(each));
            }
        }
    }

    private static Map<String, String> labels(String role, String owner) {
        return Map.of("app.kubernetes.io/managed-by", "fareswarm", "app.kubernetes.io/name", role,
                role.equals("worker") ? "fareswarm.io/loadtest" : "fareswarm.io/model", owner);
    }

    private static ConfigMap configMap(int number) {
        return new ConfigMapBuilder().withNewMetadata().withName(FORGED + "-" + number)
                .withLabels(labels(number % 2 == 0 ? "worker" : "model-server", "taxi")).endMetadata()
                .withData(Map.of("file", "x".repeat(MIB - 2000))).build();
    }

    private static Pod pod(int number) {
        return new PodBuilder().withNewMetadata().withName(FORGED + "-" + number)
                .withLabels(labels(number % 2 == 0 ? "worker" : "trainer", "taxi")).endMetadata().withNewSpec()
                .addNewContainer().withName("one").withImage("none").addNewEnv().withName("TEXT")
                .withValue("x".repeat(MIB)).endEnv().endContainer().endSpec().build();
    }

    @Test
    void hundredsOfLargeObjectsWithTheOperatorsLabelsDoNotDisturbOtherNamespaces() {
        TestNamespace hostile = TestNamespace.of("large");
        OperatorProcess before = OperatorProcess.running();
        times(160, number -> hostile.create(configMap(number)));
        times(40, number -> hostile.create(pod(number)));
        hostile.create(Manifest.loadTest("taxi", RejectionTest.URL, RejectionTest.TASKS));
        seeARun("beside");
        assertThat(OperatorProcess.running()).as("the process did not end").isSameAs(before);
        assertThat(before.get("health/ready")).isNotEmpty();

        OperatorProcess.kill();
        OperatorProcess.restart();
        seeARun("after");

        assertThat(OperatorProcess.running().get("health/ready")).isNotEmpty();
        hostile.deleteAll("configmap,pod,loadtest");
    }

    /// Sees a run to its end.
    private static void seeARun(String purpose) {
        TestNamespace space = TestNamespace.of(purpose);
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.loadTest("rush", RejectionTest.URL, RejectionTest.TASKS, "duration: 2s"));
            node.startWorkers(space.await(Job.class, "rush-run-1"));
            space.awaitPhase("rush", "Finished");
            assertThat(space.loadTest("rush").at("/status/result/requests").asLong()).isEqualTo(100);
        }
    }

    @Test
    void hundredsOfResourcesCreatedAtOnceAllGetAStatus() {
        TestNamespace space = TestNamespace.of("many");
        times(100, number -> space.create(Manifest.model("taxi-" + number, Manifest.WEIGHTS)));
        times(500, number -> space
                .create(Manifest.loadTest("rush-" + number, "target: {model: taxi-%d}".formatted(number % 100))));

        TestNamespace.holds(() -> {
            assertThat(space.all("faremodels")).hasSize(100).allSatisfy(ManyObjectsTest::hasStatus);
            assertThat(space.all("loadtests")).hasSize(500).allSatisfy(ManyObjectsTest::hasStatus);
        });
        space.deleteAll("loadtest,faremodel");
    }

    private static void hasStatus(JsonNode resource) {
        assertThat(resource.at("/status/observedGeneration").asInt()).as(resource.at("/metadata/name").asText())
                .isEqualTo(1);
        assertThat(resource.at("/status/conditions")).isNotEmpty();
    }
}
