package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/// Simulation of the Job and Deployment controllers and of the kubelet, for one namespace and as far as the operator
/// depends on them. It creates pods from templates, runs their containers as processes, each on its own loopback
/// address, and writes the statuses.
public final class SimulatedCluster implements AutoCloseable {
    private static final KubernetesClient CLIENT = OperatorProcess.ADMIN;
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";

    private final TestNamespace space;
    /// The first three bytes of the addresses of all its pods. No other process of this machine listens there.
    private final String network = "127.%d.%d.".formatted(ThreadLocalRandom.current().nextInt(1, 255),
            ThreadLocalRandom.current().nextInt(255));
    private final List<ChildProcess> processes = new ArrayList<>();
    private int pods;

    SimulatedCluster(TestNamespace space) {
        this.space = space;
    }

    /// A pod and the process of its container.
    record RunningPod(Pod pod, ChildProcess process) {
        /// Reads a worker's metrics like Prometheus. A finished worker waits for this scrape before it exits.
        void scrape() {
            URI metrics = URI.create("http://%s:8080/metrics".formatted(pod.getStatus().getPodIP()));
            try (HttpClient http = HttpClient.newHttpClient()) {
                assertThat(http.send(HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(5)).build(),
                        BodyHandlers.discarding()).statusCode()).isEqualTo(200);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Creates a LoadTest `rush`, starts the pods of its first run, and waits until requests are counted.
    ///
    /// @param loadTest manifest of the LoadTest
    List<RunningPod> swarm(String loadTest) {
        space.create(loadTest);
        List<RunningPod> workers = startWorkers(space.await(Job.class, "rush-run-1"));
        TestNamespace.holds(
                () -> assertThat(space.loadTest("rush").at("/status/result/requests").asLong()).isPositive());
        return workers;
    }

    /// Starts the pods of all indices of a run's Job.
    List<RunningPod> startWorkers(Job job) {
        List<RunningPod> workers = new ArrayList<>();
        for (int index = 0; index < job.getSpec().getCompletions(); index++) {
            workers.add(startWorker(job, index, 0));
        }
        write(job, new JobStatusBuilder().withActive(workers.size()).withStartTime(Instant.now().toString()).build());
        return workers;
    }

    /// Starts the pod of one index of a run's Job.
    ///
    /// @param failures number of earlier pods with this index
    RunningPod startWorker(Job job, int index, int failures) {
        Pod pod = create(job, job.getSpec().getTemplate(),
                Map.of(INDEX, Integer.toString(index), FAILURES, Integer.toString(failures)));
        return run(pod, "loadgen-image", "io.fareswarm.load.WorkerMain", false);
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() == null) {
                environment.put(variable.getName(), variable.getValue());
            } else {
                var key = variable.getValueFrom().getSecretKeyRef();
                String value = space.await(Secret.class, key.getName()).getData().get(key.getKey());
                environment.put(variable.getName(),
                        new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
            }
        }
        return environment;
    }

    /// The log of a pod's container.
    List<JsonNode> log(Pod pod) {
        try {
            return Files.readAllLines(folder(pod).resolve("log")).stream().map(Kubectl::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the trainer of a Job to its end.
    Pod train(Job job) {
        Pod pod = create(job, job.getSpec().getTemplate(), Map.of());
        Path folder = folder(pod);
        Container container = pod.getSpec().getContainers().getFirst();
        List<String> words = new ArrayList<>(List.of("env"));
        environment(container).forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(Programs.java("model-server", mapped("io.fareswarm.model.ModelServerMain", container.getArgs(),
                folder, "").toArray(String[]::new)));
        Command trainer = Command.run("", words);
        Path message = folder.resolve("termination-log");
        try {
            Files.writeString(folder.resolve("log"), trainer.out() + trainer.err());
            return end(pod, trainer.status(), Files.exists(message) ? Files.readString(message) : trainer.err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Creates the pod of a training's Job, whose container does not start.
    Pod scheduled(Job job) {
        return create(job, job.getSpec().getTemplate(), Map.of());
    }

    /// Starts a model server of a Deployment.
    RunningPod serve(Deployment deployment) {
        Pod pod = create(deployment, deployment.getSpec().getTemplate(), Map.of());
        String configMap = pod.getSpec().getVolumes().stream().filter(volume -> volume.getConfigMap() != null)
                .findFirst().orElseThrow().getConfigMap().getName();
        space.await(ConfigMap.class, configMap).getData().forEach((file, text) -> {
            try {
                Files.writeString(folder(pod).resolve(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        RunningPod server = run(pod, "model-server", "io.fareswarm.model.ModelServerMain", true);
        write(deployment, new DeploymentStatusBuilder().withReplicas(1).withReadyReplicas(1).build());
        return server;
    }

    /// Writes to the status of a pod that its container has ended.
    Pod end(Pod pod, int exitCode, String message) {
        return write(pod, status().withPhase(exitCode == 0 ? "Succeeded" : "Failed").withContainerStatuses()
                .addNewContainerStatus().withName(pod.getSpec().getContainers().getFirst().getName())
                .withImage("fareswarm").withImageID("fareswarm").withRestartCount(0).withReady(false)
                .withState(new ContainerStateBuilder().withNewTerminated().withExitCode(exitCode)
                        .withReason(exitCode == 0 ? "Completed" : "Error").withMessage(message).endTerminated().build())
                .endContainerStatus().build());
    }

    /// Writes to the status of a Job that it has failed.
    void fail(Job job, String message) {
        JobStatusBuilder status = new JobStatusBuilder().withStartTime(Instant.now().toString());
        for (String type : List.of("FailureTarget", "Failed")) {
            status.addNewCondition().withType(type).withStatus("True").withReason("BackoffLimitExceeded")
                    .withMessage(message).endCondition();
        }
        write(job, status.build());
    }

    private Pod create(HasMetadata owner, PodTemplateSpec template, Map<String, String> annotations) {
        return CLIENT.resource(new PodBuilder().withMetadata(template.getMetadata()).editMetadata()
                .withName(name(owner, annotations.get(INDEX))).withNamespace(space.name())
                .addToAnnotations(annotations).addNewOwnerReference().withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind()).withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid()).withController(true).endOwnerReference().endMetadata()
                .withSpec(template.getSpec()).editSpec().withNodeName("node").endSpec().build()).create();
    }

    /// The name of the next pod. An Indexed Job's pod has its index in its name.
    private String name(HasMetadata owner, @Nullable String index) {
        return owner.getMetadata().getName() + (index == null ? "" : "-" + index) + "-" + ++pods;
    }

    /// Creates a pod of a user's own with the labels of a run's worker and a reference to its Job.
    ///
    /// @param index worker index that the pod claims
    /// @param address loopback address of the pod's server
    Pod forge(Job job, String name, int index, String address) {
        Pod made = create(job, job.getSpec().getTemplate(), Map.of(INDEX, Integer.toString(index)));
        space.delete(made);
        Pod pod = CLIENT.resource(new PodBuilder(made).withNewMetadata().withName(name).withNamespace(space.name())
                .withLabels(made.getMetadata().getLabels()).withAnnotations(made.getMetadata().getAnnotations())
                .withOwnerReferences(made.getMetadata().getOwnerReferences()).endMetadata().withStatus(null).build())
                .create();
        return write(pod, status().withPhase("Running").withPodIP(address).addNewPodIP(address).build());
    }

    /// @param awaited whether the pod is ready only when its container's port is open, like behind a probe
    private RunningPod run(Pod pod, String module, String main, boolean awaited) {
        Container container = pod.getSpec().getContainers().getFirst();
        String address = network + pods;
        Path folder = folder(pod);
        ChildProcess process = new ChildProcess(
                Programs.java(module, mapped(main, container.getArgs(), folder, address).toArray(String[]::new)),
                environment(container),
                folder.resolve("log"));
        processes.add(process);
        if (awaited) {
            int port = container.getPorts().getFirst().getContainerPort();
            TestNamespace.holds(() -> assertThatCode(() -> new Socket(address, port).close())
                    .doesNotThrowAnyException());
        }
        return new RunningPod(write(pod, status().withPhase("Running").withPodIP(address).addNewPodIP(address)
                .addNewCondition().withType("Ready").withStatus("True").endCondition().build()), process);
    }

    /// Writes fields of a status as a merge patch, because the operator may change the object at the same time.
    private static <T extends HasMetadata> T write(T object, Object status) {
        return CLIENT.resource(object).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE),
                "{\"status\":%s}".formatted(Serialization.asJson(status)));
    }

    private static PodStatusBuilder status() {
        return new PodStatusBuilder().withStartTime(Instant.now().toString());
    }

    /// The arguments of a container, with addresses and folders of this machine.
    private static List<String> mapped(String main, List<String> arguments, Path folder, String address) {
        List<String> words = new ArrayList<>(List.of(main));
        arguments.forEach(argument -> words.add(argument.replace("0.0.0.0", address)
                .replaceFirst("^/(tmp|dev|model)/", folder + "/")));
        return words;
    }

    private Path folder(Pod pod) {
        try {
            return Files.createDirectories(
                    Programs.folder().resolve(space.name()).resolve(pod.getMetadata().getName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
