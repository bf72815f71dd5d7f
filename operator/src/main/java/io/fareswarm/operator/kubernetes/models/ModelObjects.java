package io.fareswarm.operator.kubernetes.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.Serving;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.PodPolicies;
import io.fareswarm.operator.kubernetes.PodTemplates;

/// Builder of the Kubernetes objects that serve one FareModel; pure. [TrainingObjects] has those that train it.
record ModelObjects(FareModel model, OperatorSettings settings) {
    /// Name of the file that servers read, and its key in the ConfigMap.
    static final String FILE = "model.json";

    private static final int SERVICE_PORT = 80;
    private static final int DIGEST_LENGTH = 12;
    /// Size of the temporary directory, bytes.
    static final long TMP_BYTES = 64L << 20;
    /// Sleep before a server gets SIGTERM, so that kube-proxy removes it from its Service first.
    private static final long LEAVING_SECONDS = 5;

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

    static String shortDigest(String digest) {
        return digest.substring(0, Math.min(DIGEST_LENGTH, digest.length()));
    }

    String configMapName(TrainedModel trained) {
        return name() + "-" + shortDigest(trained.digest());
    }

    /// The servers' labels, as a selector in text, for the scale subresource.
    String selector() {
        return new TreeMap<>(servers()).entrySet().stream().map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private Map<String, String> servers() {
        return Labels.servers(name());
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

    /// Metadata of an object of this FareModel.
    ///
    /// @param what role of its pods, such as [Labels#TRAINER]
    ObjectMetaBuilder meta(String what, String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace(namespace())
                .withLabels(Labels.ofModel(what, name())).withOwnerReferences(Cluster.owner(model));
    }
}
