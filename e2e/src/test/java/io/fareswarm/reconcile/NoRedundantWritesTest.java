package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests that reconciliations without a change write nothing, according to the API server's audit log. This also holds
/// for a new operator process.
class NoRedundantWritesTest {
    @Test
    void reconciliationsWithoutAChangeWriteNothingEvenAfterARestart() {
        TestNamespace space = TestNamespace.of("unchanged");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            space.create(Manifest.loadTest("rush", RejectionTest.URL, RejectionTest.TASKS, "startTimeout: 1s"));
            ModelTest.trainAndServe(space, node, 1);
            space.awaitPhase("rush", "Error");
            space.awaitGone(Job.class, "rush-run-1");
            space.awaitGone(Job.class, "taxi-train-1");
            reconciles(space);
            List<String> before = writes(space);

            reconciles(space);
            assertThat(writes(space)).isEqualTo(before);

            OperatorProcess.kill();
            OperatorProcess.restart();
            reconciles(space);
            assertThat(writes(space)).isEqualTo(before);
        }
    }

    /// Changes annotations of objects that the operator watches, and waits until it has reconciled their owners.
    private static void reconciles(TestNamespace space) {
        awaitReconciliation("faremodel", () -> space.touch(Service.class, "taxi"));
        awaitReconciliation("loadtest", () -> space.touch(ConfigMap.class, "rush-run-1"));
    }

    private static void awaitReconciliation(String controller, Runnable change) {
        long done = OperatorProcess.running().reconciliations(controller);
        change.run();
        TestNamespace.holds(() -> assertThat(OperatorProcess.running().reconciliations(controller))
                .isGreaterThan(done));
    }

    /// The writes of the operators in a namespace.
    static List<String> writes(TestNamespace space) {
        Path audit = Path.of(Objects.requireNonNull(System.getenv("FARESWARM_AUDIT")));
        try {
            return Files.readAllLines(audit).stream().map(Kubectl::read)
                    .filter(event -> event.at("/user/username").asText().equals(OperatorProcess.USER))
                    .map(event -> event.path("verb").asText() + " " + event.path("requestURI").asText())
                    .filter(write -> write.contains("/namespaces/" + space.name() + "/")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
