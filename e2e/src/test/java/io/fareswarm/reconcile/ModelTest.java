package io.fareswarm.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests a FareModel from its training Job to a server that predicts, with the real trainer and the real model server.
class ModelTest {
    private static final List<Class<? extends HasMetadata>> SERVING = List.of(Service.class, NetworkPolicy.class,
            PodDisruptionBudget.class, Deployment.class);

    /// Simulates the training of a run, and returns a started server of the Deployment.
    static SimulatedCluster.RunningPod trainAndServe(TestNamespace space, SimulatedCluster node, int run) {
        train(space, node, run);
        SimulatedCluster.RunningPod server = node.serve(space.await(Deployment.class, "taxi"));
        space.awaitModelReason("taxi", "Available", "PredictionSucceeded");
        return server;
    }

    /// Simulates the training of a run, and waits until the Deployment has the run's model.
    private static void train(TestNamespace space, SimulatedCluster node, int run) {
        node.train(space.await(Job.class, "taxi-train-" + run));
        TestNamespace.holds(() -> {
            JsonNode status = space.model("taxi").path("status");
            assertThat(status.path("trainingRun").asInt()).isEqualTo(run);
            assertThat(configMap(space)).isPresent().get().satisfies(
                    name -> assertThat(digest(status)).startsWith(name.substring("taxi-".length())));
        });
    }

    /// The ConfigMap that the Deployment's pods read.
    private static Optional<String> configMap(TestNamespace space) {
        return space.find(Deployment.class, "taxi").map(deployment -> deployment.getSpec().getTemplate().getSpec()
                .getVolumes().stream().filter(volume -> volume.getConfigMap() != null).findFirst().orElseThrow()
                .getConfigMap().getName());
    }

    private static String digest(JsonNode status) {
        return status.at("/model/digest").asText();
    }

    @Test
    void aModelIsTrainedAndServedAndItsJobIsDeleted() {
        TestNamespace space = TestNamespace.of("model");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));

            trainAndServe(space, node, 1);

            space.awaitGone(Job.class, "taxi-train-1");
            JsonNode model = space.model("taxi");
            String uid = model.at("/metadata/uid").asText();
            for (Class<? extends HasMetadata> type : SERVING) {
                assertThat(space.await(type, "taxi").getMetadata().getOwnerReferences()).singleElement()
                        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
            }
            assertThat(model.at("/status/url").asText()).isEqualTo("http://taxi." + space.name() + ".svc");
            assertThat(space.events("taxi")).contains("Trained", "PredictionSucceeded");
        }
    }

    @Test
    void aTrainingsNetworkPolicyIsRestoredAndDeletedWithItsJob() {
        TestNamespace space = TestNamespace.of("policy");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            space.await(Job.class, "taxi-train-1");
            NetworkPolicy first = space.await(NetworkPolicy.class, "taxi-train-1");
            assertThat(first.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            space.delete(first);

            TestNamespace.holds(() -> assertThat(space.find(NetworkPolicy.class, "taxi-train-1")).isPresent().get()
                    .satisfies(found -> assertThat(found.getMetadata().getUid())
                            .isNotEqualTo(first.getMetadata().getUid())));

            trainAndServe(space, node, 1);
            space.awaitGone(Job.class, "taxi-train-1");
            space.awaitGone(NetworkPolicy.class, "taxi-train-1");
        }
    }

    @Test
    void aModelWithGivenWeightsIsServedWithoutATraining() {
        TestNamespace space = TestNamespace.of("weights");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.WEIGHTS));
            node.serve(space.await(Deployment.class, "taxi"));
            space.awaitModelReason("taxi", "Available", "PredictionSucceeded");
            assertThat(space.find(Job.class, "taxi-train-1")).isEmpty();

            space.patchModel("taxi", Manifest.patch("training", "{\"weights\":[100.0, 50.0, 5.0],\"run\":2}"));

            TestNamespace.holds(() -> assertThat(space.model("taxi").at("/status/model/weights/0").asDouble())
                    .isEqualTo(100));
            assertThat(space.find(Job.class, "taxi-train-2")).isEmpty();
        }
    }

    @Test
    void aSecondTrainingDeletesTheFirstModelOnceNoPodReadsIt() {
        TestNamespace space = TestNamespace.of("again");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            SimulatedCluster.RunningPod first = trainAndServe(space, node, 1);
            String old = configMap(space).orElseThrow();

            space.patchModel("taxi",
                    Manifest.patch("training", "{\"synthetic\":{\"rows\":2000,\"seed\":2},\"run\":2}"));
            train(space, node, 2);
            node.serve(space.await(Deployment.class, "taxi"));

            assertThat(configMap(space)).isPresent().get().isNotEqualTo(old);
            space.awaitModelReason("taxi", "Available", "ServersRolling");
            assertThat(space.find(ConfigMap.class, old)).as("the first server still reads it").isPresent();
            space.delete(first.pod());
            space.awaitGone(ConfigMap.class, old);
            space.awaitModelReason("taxi", "Available", "PredictionSucceeded");
        }
    }

    @Test
    void aFailedTrainingIsReportedWithTheTrainersMessage() {
        TestNamespace space = TestNamespace.of("failed");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            Job job = space.await(Job.class, "taxi-train-1");
            Pod trainer = node.train(job);
            space.awaitModelReason("taxi", "Trained", "Trained");
            assertThat(node.log(trainer)).last().extracting(line -> line.path("message").asText()).asString()
                    .contains("; written to ");
            space.patchModel("taxi", Manifest.patch("training", "{\"run\":2}"));
            Job second = space.await(Job.class, "taxi-train-2");

            node.fail(second, "Job has reached the specified backoff limit");

            space.awaitModelReason("taxi", "Trained", "TrainingFailed");
            space.awaitModelMessage("taxi", "Trained", "BackoffLimitExceeded: Job has reached");
            assertThat(digest(space.model("taxi").path("status"))).as("the model before stays").isNotEmpty();
            assertThat(trainer.getMetadata().getName()).startsWith("taxi-train-1");
        }
    }

    @Test
    void aForeignServiceWithTheModelsNameBlocksServingUntilItIsDeleted() {
        TestNamespace space = TestNamespace.of("foreign");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            Service foreign = new ServiceBuilder().withNewMetadata().withName("taxi").endMetadata().withNewSpec()
                    .addNewPort().withPort(80).endPort().endSpec().build();
            space.create(foreign);
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            node.train(space.await(Job.class, "taxi-train-1"));

            space.awaitModelMessage("taxi", "Available",
                    "expected to make the Service taxi, found one that belongs to someone else");
            assertThat(space.await(Service.class, "taxi").getMetadata().getOwnerReferences()).isEmpty();
            assertThat(space.find(Deployment.class, "taxi")).isEmpty();

            space.delete(foreign);
            space.await(Deployment.class, "taxi");
            assertThat(space.await(Service.class, "taxi").getMetadata().getOwnerReferences()).hasSize(1);
        }
    }

    @Test
    void anEditOfAModelsDeploymentOrServiceIsUndone() {
        TestNamespace space = TestNamespace.of("edited");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            trainAndServe(space, node, 1);

            OperatorProcess.ADMIN.apps().deployments().inNamespace(space.name()).withName("taxi").scale(3);
            OperatorProcess.ADMIN.services().inNamespace(space.name()).withName("taxi").edit(service -> {
                service.getSpec().setSelector(Map.of("app", "other"));
                return service;
            });

            TestNamespace.holds(() -> {
                assertThat(space.await(Deployment.class, "taxi").getSpec().getReplicas()).isEqualTo(1);
                assertThat(space.await(Service.class, "taxi").getSpec().getSelector())
                        .containsEntry("fareswarm.io/model", "taxi");
            });
        }
    }

    @Test
    void whatSomebodyAddsToAModelsServersIsRemovedButForAnnotationsAndSidecars() {
        TestNamespace space = TestNamespace.of("additions");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            trainAndServe(space, node, 1);

            OperatorProcess.ADMIN.apps().deployments().inNamespace(space.name()).withName("taxi").edit(edited -> {
                edited.getSpec().setPaused(true);
                PodTemplateSpec template = edited.getSpec().getTemplate();
                template.getMetadata().getAnnotations().put("kubectl.kubernetes.io/restartedAt",
                        "2026-01-01T00:00:00Z");
                template.getSpec().getContainers().getFirst().getEnv()
                        .add(new EnvVarBuilder().withName("JAVA_TOOL_OPTIONS").withValue("-Xmx1g").build());
                template.getSpec().getContainers().getFirst().getSecurityContext().setPrivileged(false);
                template.getSpec().getContainers()
                        .add(new ContainerBuilder().withName("sidecar").withImage("sidecar").build());
                return edited;
            });
            OperatorProcess.ADMIN.services().inNamespace(space.name()).withName("taxi").edit(edited -> {
                edited.getSpec().getSelector().put("app", "other");
                return edited;
            });

            TestNamespace.holds(() -> {
                Deployment deployment = space.await(Deployment.class, "taxi");
                assertThat(deployment.getSpec().getPaused()).isNull();
                assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
                        .extracting(EnvVar::getName)
                        .containsExactly("FARESWARM_LOG_FORMAT", "FARESWARM_LOG_LEVEL");
                assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getSecurityContext()
                        .getPrivileged()).isNull();
                assertThat(space.await(Service.class, "taxi").getSpec().getSelector()).doesNotContainKey("app");
            });
            PodTemplateSpec template = space.await(Deployment.class, "taxi").getSpec().getTemplate();
            assertThat(template.getSpec().getContainers()).extracting(Container::getName).containsExactly("server",
                    "sidecar");
            assertThat(template.getMetadata().getAnnotations()).containsKey("kubectl.kubernetes.io/restartedAt");
        }
    }

    @Test
    void aStatusThatSomebodyElseWritesIsRestored() {
        TestNamespace space = TestNamespace.of("restored");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            trainAndServe(space, node, 1);
            space.awaitGone(Job.class, "taxi-train-1");
            JsonNode status = space.model("taxi").path("status");

            space.patchModelStatus("taxi", "{\"status\":{\"url\":\"http://elsewhere\",\"conditions\":null}}");

            TestNamespace.holds(() -> assertThat(space.model("taxi").path("status")).isEqualTo(status));
        }
    }

    @Test
    void aServicesEditedPortIsUndoneWithoutANewService() {
        TestNamespace space = TestNamespace.of("port");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            node.train(space.await(Job.class, "taxi-train-1"));
            Service made = space.await(Service.class, "taxi");

            OperatorProcess.ADMIN.services().inNamespace(space.name()).withName("taxi").edit(service -> {
                service.getSpec().getPorts().getFirst().setPort(81);
                return service;
            });

            TestNamespace
                    .holds(() -> assertThat(space.await(Service.class, "taxi").getSpec()).isEqualTo(made.getSpec()));
            assertThat(space.await(Service.class, "taxi").getMetadata().getUid())
                    .isEqualTo(made.getMetadata().getUid());
        }
    }

    @Test
    void aRunWhoseModelDoesNotExistEndsAfterItsStartTimeoutAndNamesSimilarModels() {
        TestNamespace space = TestNamespace.of("missing");
        space.create(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv}}"));
        space.awaitModelReason("taxi", "Trained", "TrainingBlocked");
        space.create(Manifest.loadTest("rush", "target: {model: taxy}", "startTimeout: 3s"));
        space.awaitMessage("rush", "Progressing",
                "FareModel taxy does not exist in namespace %s; similar: taxi".formatted(space.name()));

        space.awaitPhase("rush", "Error");

        space.awaitMessage("rush", "Complete", "was not created within 3s; similar: taxi: create it");
        assertThat(space.find(Job.class, "rush-run-1")).isEmpty();
    }

    @Test
    void aRunWaitsForItsModelAndBeginsWhenTheModelIsAvailable() {
        TestNamespace space = TestNamespace.of("target");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.loadTest("rush"));
            space.awaitMessage("rush", "Progressing", "FareModel taxi does not exist");
            assertThat(space.find(Job.class, "rush-run-1")).isEmpty();

            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            trainAndServe(space, node, 1);

            space.await(Job.class, "rush-run-1");
            assertThat(Kubectl.condition(space.loadTest("rush"), "Progressing").path("reason").asText())
                    .isEqualTo("Preparing");
        }
    }
}
