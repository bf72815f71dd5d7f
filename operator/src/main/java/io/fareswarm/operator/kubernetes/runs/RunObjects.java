package io.fareswarm.operator.kubernetes.runs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.Workers;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.PodPolicies;
import io.fareswarm.operator.kubernetes.PodTemplates;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.protocol.WorkerProtocol;

/// Builder of the Kubernetes objects of one run; pure.
///
/// @param run the run's number
record RunObjects(LoadTest test, int run, OperatorSettings settings) {
    static final int PORT = 8080;
    /// Keys of the run's Secret.
    static final String TOKEN = "token";
    static final String SPEC = "spec.json";

    /// Replacements of a worker index by the Job. It counts evictions too; [io.fareswarm.operator.run.RunLifecycle] limits
    /// failures to two.
    private static final int REPLACEMENTS = 30;
    /// Annotations that keep cluster autoscalers from moving a worker during a run; the pod settings of the spec take precedence.
    private static final Map<String, String> STAYS = Map.of("cluster-autoscaler.kubernetes.io/safe-to-evict", "false",
            "karpenter.sh/do-not-disrupt", "true");
    /// Time that the pods may exist after the planned end of the run. Within it, a restarted operator can still read the
    /// result.
    private static final Duration ORPHAN_TIMEOUT = Duration.ofMinutes(15);
    /// Time that a pod tolerates an unreachable node before it is replaced, seconds.
    private static final long UNREACHABLE_SECONDS = 15;
    private static final long TMP_BYTES = 64L << 20;
    private static final Map<String, String> REQUESTS = Map.of("cpu", "100m", "memory", "160Mi");
    private static final Map<String, String> LIMITS = Map.of("memory", "768Mi");

    /// The name of the run's Job, NetworkPolicy and report.
    static String name(String loadTest, int run) {
        return loadTest + "-run-" + run;
    }

    String name() {
        return name(test.getMetadata().getName(), run);
    }

    /// The name of the run's Secret. It contains the UID of the LoadTest: the kubelet caches an immutable Secret by its name, so
    /// the workers of a recreated LoadTest would get the token of the deleted one.
    static String secretName(LoadTest test, int run) {
        return name(test.getMetadata().getName(), run) + "-" + test.getMetadata().getUid();
    }

    /// The run's Job with its name only.
    static Job named(LoadTest test, int run) {
        return new JobBuilder().withNewMetadata().withName(name(test.getMetadata().getName(), run))
                .withNamespace(test.getMetadata().getNamespace()).endMetadata().build();
    }

    /// The run's Secret.
    ///
    /// @param token bearer token of the worker protocol
    /// @param spec the spec at the run's creation, as JSON
    Secret secret(String token, byte[] spec) {
        return secret(Map.of(TOKEN, token.getBytes(StandardCharsets.UTF_8), SPEC, spec));
    }

    /// The run's Secret with this content.
    Secret secret(Map<String, byte[]> content) {
        Base64.Encoder base64 = Base64.getEncoder();
        Map<String, String> data = new HashMap<>();
        content.forEach((key, bytes) -> data.put(key, base64.encodeToString(bytes)));
        return new SecretBuilder().withMetadata(meta(secretName(test, run))).withType("Opaque").withImmutable(true)
                .withData(data).build();
    }

    /// The Indexed Job of the workers. It replaces a pod as soon as the pod has to end, so that the replacement is ready while
    /// the old pod still sends. A pod failure policy would make it wait for the end of the old pod.
    Job job(LoadTestSpec spec) {
        int count = spec.workers().count();
        return new JobBuilder().withMetadata(meta(name())).withNewSpec().withCompletionMode("Indexed")
                .withCompletions(count).withParallelism(count).withBackoffLimitPerIndex(REPLACEMENTS)
                .withMaxFailedIndexes(count).withPodReplacementPolicy("TerminatingOrFailed")
                .withActiveDeadlineSeconds(deadline(spec).getSpec().getActiveDeadlineSeconds())
                .withTtlSecondsAfterFinished(3600).withTemplate(pod(spec)).endSpec().build();
    }

    /// The budget that lets evictions end one worker of a run at a time.
    PodDisruptionBudget disruptionBudget(LoadTestSpec spec) {
        // Only minAvailable works for the pods of a Job, because a Job has no scale.
        return new PodDisruptionBudgetBuilder().withMetadata(meta(name())).withNewSpec()
                .withMinAvailable(new IntOrString(spec.workers().count() - 1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow").withNewSelector()
                .withMatchLabels(Labels.ofRun(test.getMetadata().getName(), run)).endSelector().endSpec().build();
    }

    /// The run's Job with its deadline only.
    Job deadline(LoadTestSpec spec) {
        Duration whole = Durations.parse(spec.startTimeout()).plus(Durations.parse(spec.warmup()))
                .plus(RunPlan.of(spec).duration()).plus(Durations.parse(spec.gracefulStop())).plus(ORPHAN_TIMEOUT);
        return new JobBuilder(named(test, run)).withNewSpec().withActiveDeadlineSeconds(whole.toSeconds()).endSpec()
                .build();
    }

    private PodTemplateSpec pod(LoadTestSpec spec) {
        Workers workers = spec.workers();
        RunPlan plan = RunPlan.of(spec);
        WorkerVolumes files = WorkerVolumes.of(plan.references());
        var container = new PodTemplates(settings).container("worker", settings.workerImage())
                .withArgs(Stream.of(List.of("--host", "0.0.0.0", "--port", Integer.toString(PORT), "--grace-seconds",
                        Integer.toString(workers.graceSeconds())), plan.workerArguments(), files.arguments(),
                        settings.targets().in(test.getMetadata().getNamespace()).arguments()).flatMap(List::stream)
                        .toList())
                .addAllToVolumeMounts(files.mounts()).addNewPort().withName(PodTemplates.HTTP)
                .withContainerPort(PORT).endPort().addNewEnv().withName(WorkerProtocol.TOKEN_VARIABLE)
                .withNewValueFrom().withNewSecretKeyRef(TOKEN, secretName(test, run), false).endValueFrom().endEnv()
                .withReadinessProbe(PodTemplates.get(WorkerProtocol.HEALTH, 1, 2, 3))
                .withResources(PodTemplates.resources(workers.resources(), REQUESTS, LIMITS)).build();
        Map<String, String> labels = Labels.ofRun(test.getMetadata().getName(), run);
        PodTemplateSpec template = new PodTemplates(settings).template(labels, container, PORT, TMP_BYTES,
                workers.pod());
        Map<String, String> annotations = new HashMap<>(STAYS);
        annotations.putAll(template.getMetadata().getAnnotations());
        return new PodTemplateSpecBuilder(template).editMetadata().withAnnotations(annotations).endMetadata().editSpec()
                .withRestartPolicy("Never").withTerminationGracePeriodSeconds((long) workers.graceSeconds())
                .addAllToVolumes(files.volumes()).addToTolerations(leavesSoon("not-ready"), leavesSoon("unreachable"))
                .withTopologySpreadConstraints(new TopologySpreadConstraintBuilder().withMaxSkew(1)
                        .withTopologyKey("kubernetes.io/hostname").withWhenUnsatisfiable("ScheduleAnyway")
                        .withNewLabelSelector().withMatchLabels(labels).endLabelSelector().build())
                .endSpec().build();
    }

    private static Toleration leavesSoon(String taint) {
        return new TolerationBuilder().withKey("node.kubernetes.io/" + taint).withOperator("Exists")
                .withEffect("NoExecute").withTolerationSeconds(UNREACHABLE_SECONDS).build();
    }

    /// Lets the operator and Prometheus call the workers, and the workers resolve names and call the target.
    NetworkPolicy networkPolicy(LoadTestSpec spec) {
        PodPolicies policies = new PodPolicies(settings);
        String url = spec.target().connectUrl();
        return policies.policy(meta(name()), Labels.ofRun(test.getMetadata().getName(), run),
                policies.workerIngress(PORT),
                url == null
                        ? policies.egressToPods(Labels.servers(String.valueOf(spec.target().model())),
                                PodPolicies.SERVER_PORT)
                        : policies.egressToUrl(url, test.getMetadata().getNamespace()));
    }

    /// The ConfigMap of the run's report.
    ///
    /// @param files report files by name
    /// @param stored compressed reports of lost workers by key
    ConfigMap report(Map<String, String> files, Map<String, byte[]> stored) {
        Base64.Encoder base64 = Base64.getEncoder();
        Map<String, String> binary = new HashMap<>();
        stored.forEach((key, bytes) -> binary.put(key, base64.encodeToString(bytes)));
        return new ConfigMapBuilder().withMetadata(meta(name())).withData(files)
                .withBinaryData(binary.isEmpty() ? null : binary).build();
    }

    private ObjectMeta meta(String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace(test.getMetadata().getNamespace())
                .withLabels(Labels.ofRun(test.getMetadata().getName(), run))
                .withOwnerReferences(List.of(Cluster.owner(test))).build();
    }
}
