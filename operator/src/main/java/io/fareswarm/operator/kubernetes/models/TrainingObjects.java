package io.fareswarm.operator.kubernetes.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CsvSource;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.Training;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.PodPolicies;
import io.fareswarm.operator.kubernetes.PodTemplates;
import io.fareswarm.protocol.Route;

/// Builder of the Kubernetes objects that train one FareModel: a Job and its NetworkPolicy; pure.
record TrainingObjects(FareModel model, OperatorSettings settings) {
    private static final Duration LONGEST_TRAINING = Duration.ofHours(6);
    /// Disk space for each ride, bytes: in the trainer's temporary file, and in a downloaded file.
    private static final long SPILLED = 24;
    private static final long DOWNLOADED = 160;

    private static final Map<String, String> TRAINER_REQUESTS = Map.of("cpu", "200m", "memory", "192Mi");
    private static final Map<String, String> TRAINER_LIMITS = Map.of("memory", "512Mi");

    /// Name of a training's objects.
    static String name(FareModel model, int run) {
        return model.getMetadata().getName() + "-train-" + run;
    }

    private String namespace() {
        return model.getMetadata().getNamespace();
    }

    private Map<String, String> labels(int run) {
        Map<String, String> labels = new HashMap<>(Labels.ofModel(Labels.TRAINER, model.getMetadata().getName()));
        labels.put(Labels.RUN, Integer.toString(run));
        return labels;
    }

    private ObjectMeta meta(int run) {
        return new ModelObjects(model, settings).meta(Labels.TRAINER, name(model, run)).addToLabels(labels(run))
                .build();
    }

    /// The Job that trains once, for a spec without given weights; the pod's termination message is the model or the error.
    ///
    /// @param route route to the file of rides; ignored for other sources
    Job job(int run, Route route) {
        Training training = model.getSpec().training();
        Map<String, String> labels = labels(run);
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
                .withMetadata(meta(run))
                .withNewSpec().withBackoffLimit(0).withActiveDeadlineSeconds(LONGEST_TRAINING.toSeconds())
                .withNewPodFailurePolicy().addNewRule().withAction("Ignore").addNewOnPodCondition()
                .withType("DisruptionTarget").withStatus("True").endOnPodCondition().endRule().endPodFailurePolicy()
                .withTemplate(pod.build()).endSpec().build();
    }

    private List<String> arguments(Training training, Route route) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--out", "/tmp/" + ModelObjects.FILE, "--termination-log",
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
            return ModelObjects.TMP_BYTES + csv.maxRows() * (SPILLED + (csv.url() == null ? 0 : DOWNLOADED));
        }
        return ModelObjects.TMP_BYTES + (training.synthetic() == null ? 0 : training.synthetic().rows() * SPILLED);
    }

    /// Lets a trainer with a url resolve its host and download the file. Nobody calls a trainer.
    NetworkPolicy networkPolicy(int run) {
        PodPolicies policies = new PodPolicies(settings);
        CsvSource csv = model.getSpec().training().csv();
        Map<String, String> labels = labels(run);
        return policies.policy(meta(run), labels,
                List.of(), csv == null || csv.url() == null
                        ? List.of()
                        : policies.egressToUrl(csv.url().address(), namespace()));
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
