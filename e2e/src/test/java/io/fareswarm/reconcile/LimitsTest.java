package io.fareswarm.reconcile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests what may go on at the same time in one namespace: two trainings and three runs ([OperatorProcess]).
class LimitsTest {
    private static String trained(TestNamespace space, String model) {
        return Kubectl.condition(space.model(model), "Trained").path("reason").asText();
    }

    private static Set<String> jobs(TestNamespace space) {
        return OperatorProcess.ADMIN.resources(Job.class).inNamespace(space.name()).list().getItems().stream()
                .map(job -> job.getMetadata().getName()).collect(Collectors.toSet());
    }

    @Test
    void furtherTrainingsOfANamespaceWaitAndBeginWhenOthersEnd() {
        TestNamespace space = TestNamespace.of("trainings");
        List<String> models = IntStream.range(0, 5).mapToObj(number -> "taxi-" + number).toList();
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            models.forEach(model -> space.create(Manifest.model(model, Manifest.SYNTHETIC)));
            TestNamespace.holds(() -> {
                assertThat(models).filteredOn(model -> trained(space, model).equals("TrainingRunning")).hasSize(2);
                assertThat(models).filteredOn(model -> trained(space, model).equals("TrainingQueued")).hasSize(3);
            });
            assertThat(jobs(space)).hasSize(2);
            assertThat(OperatorProcess.running().get("metrics"))
                    .containsPattern("fareswarm_operator_queued\\{kind=\"trainings\"\\} ([3-9]|[1-9]\\d)");

            for (int ended = 0; ended < models.size(); ended++) {
                TestNamespace.holds(() -> assertThat(jobs(space)).isNotEmpty());
                String next = jobs(space).iterator().next();
                node.train(space.await(Job.class, next));
                space.awaitGone(Job.class, next);
                assertThat(jobs(space)).hasSizeLessThanOrEqualTo(2);
            }

            assertThat(models).allSatisfy(model -> assertThat(trained(space, model)).isEqualTo("Trained"));
        }
    }

    @Test
    void furtherRunsOfANamespaceWaitAlsoAfterARestartOfTheOperator() {
        TestNamespace space = TestNamespace.of("runs");
        List<String> tests = IntStream.range(0, 4).mapToObj(number -> "rush-" + number).toList();
        tests.forEach(test -> {
            space.create(Manifest.loadTest(test, RejectionTest.URL, RejectionTest.TASKS));
            TestNamespace.holds(() -> assertThat(progress(space, test)).isIn("Preparing", "Queued"));
        });
        assertThat(progress(space, "rush-3")).isEqualTo("Queued");
        space.awaitMessage("rush-3", "Progressing", "3 of 3 runs of this namespace are in progress");

        OperatorProcess.kill();
        OperatorProcess.restart();
        long reconciled = OperatorProcess.running().reconciliations("loadtest");
        TestNamespace.holds(() -> assertThat(OperatorProcess.running().reconciliations("loadtest"))
                .isGreaterThan(reconciled + tests.size()));
        assertThat(progress(space, "rush-3")).isEqualTo("Queued");

        space.patchLoadTest("rush-1", Manifest.patch("stopRun", 1));
        TestNamespace.holds(() -> assertThat(progress(space, "rush-3")).isEqualTo("Preparing"));
    }

    private static String progress(TestNamespace space, String test) {
        return Kubectl.condition(space.loadTest(test), "Progressing").path("reason").asText();
    }

    @Test
    void aTestThatAloneExceedsTheLimitsOfItsNamespaceFails() {
        TestNamespace space = TestNamespace.of("large");
        space.create(Manifest.loadTest("rush", RejectionTest.URL, RejectionTest.TASKS, "workers: {count: 51}"));
        space.awaitPhase("rush", "Error");
        space.awaitMessage("rush", "Complete", "expected at most 50 workers");
    }
}
