package io.fareswarm.reconcile;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests objects that the API server rejects: the operator reports the server's message, and creates the object when
/// the cause is gone.
class RejectionTest {
    static final String URL = "target: {url: \"http://127.0.0.1:9\"}";
    static final String TASKS = "tasks: [{name: get, request: {path: /}}]";

    private static final String RUN = "rush-run-1";

    @Test
    void aRunThatAQuotaRejectsReportsItAndBeginsWhenTheQuotaIsGone() {
        TestNamespace space = TestNamespace.of("quota");
        Map<String, Quantity> none = Map.of("count/jobs.batch", new Quantity("0"));
        ResourceQuota quota = new ResourceQuotaBuilder().withNewMetadata().withName("none").endMetadata().withNewSpec()
                .withHard(none).endSpec().build();
        space.create(quota);
        // The quota's controller would count the existing objects.
        OperatorProcess.ADMIN.resourceQuotas().inNamespace(space.name()).withName("none").editStatus(
                current -> new ResourceQuotaBuilder(current)
                        .withStatus(new ResourceQuotaStatusBuilder().withHard(none).withUsed(none).build()).build());
        space.create(Manifest.loadTest("rush", URL, TASKS));

        space.awaitMessage("rush", "WorkersReady", "exceeded quota: none");
        assertThat(space.find(Job.class, RUN)).isEmpty();

        space.delete(quota);
        space.await(Job.class, RUN);
    }

    @Test
    void aRightThatTheOperatorLacksIsReportedAndARestartedOperatorContinuesWithTheSameSecret() {
        TestNamespace space = TestNamespace.of("rights");
        String secret = OperatorProcess.without("create", "jobs", () -> {
            space.create(Manifest.loadTest("rush", URL, TASKS));
            space.awaitMessage("rush", "WorkersReady", "cannot create resource \"jobs\"");
            OperatorProcess.kill();
            return space.await(Secret.class, space.secret("rush")).getMetadata().getUid();
        });

        OperatorProcess.restart();

        space.await(Job.class, RUN);
        assertThat(space.await(Secret.class, space.secret("rush")).getMetadata().getUid()).isEqualTo(secret);
    }

    @Test
    void aForeignSecretWithTheRunsNameBlocksTheRunUntilItIsDeleted() {
        TestNamespace space = TestNamespace.of("foreign");
        Secret foreign = OperatorProcess.without("create", "secrets", () -> {
            space.create(Manifest.loadTest("rush", URL, TASKS));
            Secret made = new SecretBuilder().withNewMetadata().withName(space.secret("rush")).endMetadata()
                    .addToStringData("a", "b").build();
            space.create(made);
            return made;
        });

        space.awaitMessage("rush", "WorkersReady",
                "expected to make the Secret %s, found one that belongs to someone else"
                        .formatted(space.secret("rush")));
        assertThat(space.find(Job.class, RUN)).isEmpty();
        assertThat(space.await(Secret.class, space.secret("rush")).getData()).containsOnlyKeys("a");

        space.delete(foreign);
        space.await(Job.class, RUN);
    }

    @Test
    void podsThatTheJobControllerCannotCreateAreReportedAndTheRunEndsInTime() {
        TestNamespace space = TestNamespace.of("pods");
        space.create(Manifest.loadTest("rush", URL, TASKS, "startTimeout: 3s"));
        Job job = space.await(Job.class, RUN);

        space.create(failedCreate(space, job, "pods \"rush-run-1-0\" is forbidden"));

        space.awaitMessage("rush", "WorkersReady", "pods \"rush-run-1-0\" is forbidden");
        space.awaitPhase("rush", "Error");
        space.awaitMessage("rush", "Complete", "expected 2 ready workers within 3s, found 0");
        space.awaitGone(Job.class, RUN);
    }

    @Test
    void aTrainingWhosePodTheJobControllerCannotCreateSaysWhyUntilItHasThePod() {
        TestNamespace space = TestNamespace.of("trainer");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            Job job = space.await(Job.class, "taxi-train-1");

            space.create(failedCreate(space, job, "exceeded quota: few"));
            space.awaitModelMessage("taxi", "Trained", "run 1: exceeded quota: few");

            node.scheduled(job);
            TestNamespace.holds(() -> assertThat(
                    Kubectl.condition(space.model("taxi"), "Trained").path("message").asText()).isEqualTo("run 1"));
        }
    }

    /// The event of the Job controller about a pod that the API server rejects.
    private static Event failedCreate(TestNamespace space, Job job, String message) {
        return new EventBuilder().withNewMetadata().withName("failed-create").endMetadata()
                .withReason("FailedCreate").withType("Warning").withMessage(message)
                .withNewInvolvedObject().withApiVersion("batch/v1").withKind("Job")
                .withName(job.getMetadata().getName()).withNamespace(space.name())
                .withUid(job.getMetadata().getUid()).endInvolvedObject().build();
    }

    @Test
    void aFinishedRunsStatusIsRestoredAfterAForeignWrite() {
        TestNamespace space = TestNamespace.of("restored");
        space.create(Manifest.loadTest("rush", URL, TASKS, "startTimeout: 1s"));
        space.awaitPhase("rush", "Error");
        space.awaitGone(Job.class, RUN);
        JsonNode status = space.loadTest("rush").path("status");

        space.patchLoadTestStatus("rush", "{\"status\":{\"phase\":\"Finished\",\"conditions\":null}}");

        TestNamespace.holds(() -> assertThat(space.loadTest("rush").path("status")).isEqualTo(status));
    }

    @Test
    void onlyTheReportsOfTheLatestRunsStayStored() {
        TestNamespace space = TestNamespace.of("history");
        space.create(Manifest.loadTest("rush", URL, TASKS, "startTimeout: 1s", "historyLimit: 2"));
        for (int run = 1; run <= 3; run++) {
            space.patchLoadTest("rush", Manifest.patch("run", run));
            space.await(ConfigMap.class, "rush-run-" + run);
        }

        space.awaitGone(ConfigMap.class, "rush-run-1");
        space.awaitGone(Job.class, "rush-run-3");
        assertThat(space.list(ConfigMap.class, "fareswarm.io/loadtest", "rush"))
                .extracting(report -> report.getMetadata().getName())
                .containsExactlyInAnyOrder("rush-run-2", "rush-run-3");
    }
}
