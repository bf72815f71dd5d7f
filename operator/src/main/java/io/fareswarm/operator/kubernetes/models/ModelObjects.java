package io.fareswarm.operator.kubernetes.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CsvSource;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.Serving;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.Training;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.PodPolicies;
import io.fareswarm.operator.kubernetes.PodTemplates;
import io.fareswarm.protocol.Route;

/// Builder of the Kubernetes objects of one FareModel; pure.
record ModelObjects(FareModel model, OperatorSettings settings) {
    /// Name of the file that servers read, and its key in the ConfigMap.
    static final String FILE = "model.json";

    private static final int SERVICE_PORT = 80;
    private static final int DIGEST_LENGTH = 12;
    private static final Duration LONGEST_TRAINING = Duration.ofHours(6);
    /// Disk space for each ride, bytes: in the trainer's temporary file, and in a downloaded file.
    private static final long SPILLED = 24;
    private static final long DOWNLOADED = 160;
    private static final long TMP_BYTES = 64L << 20;
    /// Sleep before a server gets SIGTERM, so that kube-proxy removes it from its Service first.
    private static final long LEAVING_SECONDS = 5;

    private static final Map<String, String> TRAINER_REQUESTS = Map.of("cpu", "200m", "memory", "192Mi");
    private static final Map<String, String> TRAINER_LIMITS = Map.of("memory", "512Mi");
    private static final Map<String, String> SERVER_REQUESTS = Map.of("cpu", "100m", "memory", "128Mi");
    private static final Map<String, String> SERVER_LIMITS = Map.of("memory", "384Mi");

    String name() {
        return model.getMetadata().getName();
    }

    String namespace() {
        return model.getMetadata().getNamespace();
    }

    /// Address of the model in the cluster.
    String url() {
        return "http://" + name() + "." + namespace() + ".svc";
    }

    static String trainingName(String model, int run) {
        return model + "-train-" + run;
    }

    static String shortDigest(String digest) {
        return digest.substring(0, Math.min(DIGEST_LENGTH, digest.length()));
    }

    String configMapName(TrainedModel trained) {
        return name() + "-" + shortDigest(trained.digest());
    }

    /// The servers' labels, as a selector.
    String selector() {
        return Labels.NAME + "=" + Labels.MODEL_SERVER + "," + Labels.MODEL + "=" + name();
    }

    private Map<String, String> servers() {
        return Labels.servers(name());
    }

    private Map<String, String> trainers(int run) {
        Map<String, String> labels = new HashMap<>(Labels.ofModel(Labels.TRAINER, name()));
        labels.put(Labels.RUN, Integer.toString(run));
        return labels;
    }

    /// The Job that trains once, for a spec without given weights; the pod's termination message is the model or the error.
    ///
    /// @param route route to the file of rides; ignored for other sources
    Job training(int run, Route route) {
        Training training = model.getSpec().training();
        Map<String, String> labels = trainers(run);
        var container = new PodTemplates(settings).container("trainer", settings.modelImage())
                .withArgs(arguments(training, route)).withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(PodTemplates.resources(training.resources(), TRAINER_REQUESTS, TRAINER_LIMITS));
        CsvSource csv = training.csv();
        Volume data = csv == null ? null : data(csv);
        if (data != null) {
            container.addNewVolumeMount().withName(data.getName()).withMountPath("/data").withReadOnly(true)
                    .endVolumeMount();
        }
        PodTemplateSpec template = new PodTemplates(settings).template(labels, container.build(), 0, tmpBytes(training),
                null);
        PodTemplateSpecBuilder pod = new PodTemplateSpecBuilder(template).editSpec().withRestartPolicy("Never")
                .endSpec();
        if (data != null) {
            pod.editSpec().addToVolumes(data).endSpec();
        }
        return new JobBuilder()
                .withMetadata(meta(Labels.TRAINER, trainingName(name(), run)).addToLabels(labels).build())
                .withNewSpec().withBackoffLimit(0).withActiveDeadlineSeconds(LONGEST_TRAINING.toSeconds())
                .withNewPodFailurePolicy().addNewRule().withAction("Ignore").addNewOnPodCondition()
                .withType("DisruptionTarget").withStatus("True").endOnPodCondition().endRule().endPodFailurePolicy()
                .withTemplate(pod.build()).endSpec().build();
    }

    private List<String> arguments(Training training, Route route) {
        List<String> arguments = new ArrayList<>(List.of("train", "--out", "/tmp/" + FILE, "--termination-log",
                "/dev/termination-log"));
        if (training.synthetic() != null) {
            arguments.addAll(List.of("--synthetic", Integer.toString(training.synthetic().rows()), "--seed",
                    Long.toString(training.synthetic().seed())));
        } else if (training.csv() != null) {
            CsvSource csv = training.csv();
            if (csv.url() != null) {
                arguments.addAll(List.of("--url", csv.url().address(), "--sha256", csv.url().sha256()));
                arguments.addAll(destination(route));
            } else if (csv.configMap() != null) {
                arguments.addAll(List.of("--data", "/data/" + csv.configMap().key()));
            } else if (csv.claim() != null) {
                arguments.addAll(List.of("--data", "/data/" + csv.claim().path()));
            }
            arguments.addAll(List.of("--max-rows", Long.toString(csv.maxRows())));
        }
        return arguments;
    }

    private List<String> destination(Route route) {
        List<String> arguments = new ArrayList<>();
        if (route.host() != null) {
            arguments.addAll(List.of("--connect-host", route.host()));
        }
        if (!route.addresses().isEmpty()) {
            arguments.addAll(List.of("--connect-addresses", String.join(",", route.addresses())));
        }
        arguments.addAll(settings.targets().in(namespace()).arguments());
        return arguments;
    }

    private static long tmpBytes(Training training) {
        CsvSource csv = training.csv();
        if (csv != null) {
            return TMP_BYTES + csv.maxRows() * (SPILLED + (csv.url() == null ? 0 : DOWNLOADED));
        }
        return TMP_BYTES + (training.synthetic() == null ? 0 : training.synthetic().rows() * SPILLED);
    }

    /// The ConfigMap of `model.json`. Its name has the model's digest, so it is immutable.
    ConfigMap configMap(TrainedModel trained) {
        return new ConfigMapBuilder()
                .withMetadata(meta(Labels.MODEL_SERVER, configMapName(trained))
                        .addToLabels(Labels.DIGEST, shortDigest(trained.digest())).build())
                .withImmutable(true).withData(Map.of(FILE, ModelDocument.of(trained) + "\n")).build();
    }

    /// The objects that serve a model, in the order of their creation.
    List<HasMetadata> serving(TrainedModel trained) {
        return List.of(service(), networkPolicy(), disruptionBudget(), deployment(trained));
    }

    /// [#serving] and the ConfigMap.
    List<HasMetadata> all(TrainedModel trained) {
        return Stream.concat(Stream.of(configMap(trained)), serving(trained).stream()).toList();
    }

    private Deployment deployment(TrainedModel trained) {
        Serving serving = model.getSpec().serving();
        Map<String, String> labels = new HashMap<>(Labels.ofModel(Labels.MODEL_SERVER, name()));
        labels.put(Labels.DIGEST, shortDigest(trained.digest()));
        var container = new PodTemplates(settings).container("server", settings.modelImage())
                .withArgs("serve", "--model", "/model/" + FILE, "--host", "0.0.0.0", "--port",
                        Integer.toString(PodPolicies.SERVER_PORT))
                .addNewPort().withName(PodTemplates.HTTP).withContainerPort(PodPolicies.SERVER_PORT).withProtocol("TCP")
                .endPort()
                .withStartupProbe(PodTemplates.get("/health/started", 1, 2, 60))
                .withLivenessProbe(PodTemplates.get("/health/live", 10, 5, 3))
                .withReadinessProbe(PodTemplates.get("/health/ready", 2, 5, 3)).withNewLifecycle().withNewPreStop()
                .withNewSleep().withSeconds(LEAVING_SECONDS).endSleep().endPreStop().endLifecycle()
                .withResources(PodTemplates.resources(serving.resources(), SERVER_REQUESTS, SERVER_LIMITS))
                .addNewVolumeMount()
                .withName("model").withMountPath("/model").withReadOnly(true).endVolumeMount().build();
        PodTemplateSpec template = new PodTemplates(settings).template(labels, container, PodPolicies.SERVER_PORT,
                TMP_BYTES,
                serving.pod());
        return new DeploymentBuilder().withMetadata(meta(Labels.MODEL_SERVER, name()).build()).withNewSpec()
                .withReplicas(serving.replicas()).withRevisionHistoryLimit(2).withNewSelector()
                .withMatchLabels(servers()).endSelector().withNewStrategy().withType("RollingUpdate")
                .withNewRollingUpdate().withMaxUnavailable(new IntOrString(0)).withMaxSurge(new IntOrString(1))
                .endRollingUpdate().endStrategy().withTemplate(new PodTemplateSpecBuilder(template).editSpec()
                        .withTopologySpreadConstraints(new TopologySpreadConstraintBuilder().withMaxSkew(1)
                                .withTopologyKey("kubernetes.io/hostname").withWhenUnsatisfiable("ScheduleAnyway")
                                .withNewLabelSelector().withMatchLabels(servers()).endLabelSelector().build())
                        .addToVolumes(new VolumeBuilder().withName("model").withNewConfigMap()
                                .withName(configMapName(trained)).endConfigMap().build())
                        .endSpec().build())
                .endSpec().build();
    }

    private Service service() {
        return new ServiceBuilder().withMetadata(meta(Labels.MODEL_SERVER, name()).build()).withNewSpec()
                .withSelector(servers()).addNewPort().withName(PodTemplates.HTTP).withProtocol("TCP")
                .withPort(SERVICE_PORT).withTargetPort(new IntOrString(PodTemplates.HTTP)).endPort().endSpec().build();
    }

    private PodDisruptionBudget disruptionBudget() {
        return new PodDisruptionBudgetBuilder().withMetadata(meta(Labels.MODEL_SERVER, name()).build()).withNewSpec()
                .withMaxUnavailable(new IntOrString(1)).withNewSelector().withMatchLabels(servers()).endSelector()
                .endSpec().build();
    }

    /// Lets the operator, Prometheus, pods of the namespace and the administrator's clients call the servers. They call nobody.
    private NetworkPolicy networkPolicy() {
        PodPolicies policies = new PodPolicies(settings);
        return policies.policy(meta(Labels.MODEL_SERVER, name()).build(), servers(), policies.serverIngress(),
                List.of());
    }

    /// Lets a trainer with a url resolve its host and download the file. Nobody calls a trainer.
    NetworkPolicy trainingPolicy(int run) {
        PodPolicies policies = new PodPolicies(settings);
        CsvSource csv = model.getSpec().training().csv();
        Map<String, String> labels = trainers(run);
        return policies.policy(meta(Labels.TRAINER, trainingName(name(), run)).addToLabels(labels).build(), labels,
                List.of(), csv == null || csv.url() == null
                        ? List.of()
                        : policies.egressToUrl(csv.url().address(), namespace()));
    }

    private ObjectMetaBuilder meta(String what, String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace(namespace())
                .withLabels(Labels.ofModel(what, name())).withOwnerReferences(Cluster.owner(model));
    }

    private static @Nullable Volume data(CsvSource csv) {
        if (csv.configMap() != null) {
            return new VolumeBuilder().withName("data").withNewConfigMap().withName(csv.configMap().name()).addNewItem()
                    .withKey(csv.configMap().key()).withPath(csv.configMap().key()).endItem().endConfigMap().build();
        }
        return csv.claim() == null
                ? null
                : new VolumeBuilder().withName("data").withNewPersistentVolumeClaim(csv.claim().name(), true).build();
    }
}
