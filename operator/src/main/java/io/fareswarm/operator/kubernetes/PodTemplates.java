package io.fareswarm.operator.kubernetes;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.ContainerResources;
import io.fareswarm.api.PodSettings;
import io.fareswarm.logging.LogLevel;
import io.fareswarm.logging.ProgramLog;

/// Builder of the pod templates that trainers, model servers and workers share: they pass the restricted Pod Security
/// standard, have no Kubernetes token, write only to their own `/tmp`, and log JSON.
public record PodTemplates(OperatorSettings settings) {
    /// Port name of every container that serves.
    public static final String HTTP = "http";

    private static final long USER = 65532;
    private static final String TMP = "tmp";

    /// The common part of a container; the caller adds arguments, ports and mounts.
    public ContainerBuilder container(String name, String image) {
        return new ContainerBuilder().withName(name).withImage(image).withImagePullPolicy(settings.pullPolicy())
                .withNewSecurityContext().withAllowPrivilegeEscalation(false).withReadOnlyRootFilesystem(true)
                .withNewCapabilities().withDrop("ALL").endCapabilities().endSecurityContext()
                .addNewEnv().withName(ProgramLog.FORMAT).withValue(ProgramLog.JSON).endEnv()
                .addNewEnv().withName(LogLevel.VARIABLE).withValue(settings.logLevel().name()).endEnv()
                .addNewVolumeMount().withName(TMP).withMountPath("/tmp").endVolumeMount();
    }

    /// A pod with one container.
    ///
    /// @param labels labels of the pod; the settings cannot override them
    /// @param port port that Prometheus can scrape; 0 for none
    /// @param tmpBytes size limit of `/tmp`
    /// @param added the pod settings of the resource; null for none
    public PodTemplateSpec template(Map<String, String> labels, Container container, int port, long tmpBytes,
            @Nullable PodSettings added) {
        Map<String, String> allLabels = new HashMap<>(orEmpty(added == null ? null : added.labels()));
        allLabels.putAll(labels);
        Map<String, String> annotations = new HashMap<>(orEmpty(added == null ? null : added.annotations()));
        if (port != 0 && settings.scrapeAnnotations()) {
            annotations.putAll(Map.of("prometheus.io/scrape", "true", "prometheus.io/port", Integer.toString(port),
                    "prometheus.io/path", "/metrics"));
        }
        return new PodTemplateSpecBuilder().withNewMetadata().withLabels(allLabels).withAnnotations(annotations)
                .endMetadata().withNewSpec().withAutomountServiceAccountToken(false).withEnableServiceLinks(false)
                .withNewSecurityContext().withRunAsNonRoot(true).withRunAsUser(USER).withRunAsGroup(USER)
                .withFsGroup(USER).withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                .endSecurityContext().withContainers(container)
                .withNodeSelector(orEmpty(added == null ? null : added.nodeSelector()))
                .withTolerations(tolerations(added)).withImagePullSecrets(pullSecrets(added))
                .withVolumes(new VolumeBuilder().withName(TMP).withNewEmptyDir()
                        .withSizeLimit(new Quantity(Long.toString(tmpBytes))).endEmptyDir().build())
                .endSpec().build();
    }

    /// A probe of a path on the container's [#HTTP] port.
    public static Probe get(String path, int periodSeconds, int timeoutSeconds, int failures) {
        return new ProbeBuilder().withNewHttpGet().withPath(path).withNewPort(HTTP).endHttpGet()
                .withPeriodSeconds(periodSeconds).withTimeoutSeconds(timeoutSeconds).withFailureThreshold(failures)
                .build();
    }

    /// The resources of the spec, merged over defaults.
    ///
    /// @param requests default requests
    /// @param limits default limits
    public static ResourceRequirements resources(@Nullable ContainerResources wanted, Map<String, String> requests,
            Map<String, String> limits) {
        Map<String, String> ownRequests = orEmpty(wanted == null ? null : wanted.requests());
        Map<String, String> ownLimits = orEmpty(wanted == null ? null : wanted.limits());
        Map<String, String> allRequests = merge(requests, ownRequests);
        Map<String, String> allLimits = merge(limits, ownLimits);
        // The API server rejects a request above its limit. So if the spec sets only one of them, the default of the other
        // is replaced by it.
        ownLimits.forEach((name, limit) -> {
            if (!ownRequests.containsKey(name)) {
                allRequests.replace(name, limit);
            }
        });
        ownRequests.forEach((name, request) -> {
            if (!ownLimits.containsKey(name)) {
                allLimits.computeIfPresent(name, (_, limit) -> bytes(request).compareTo(bytes(limit)) > 0
                        ? request
                        : limit);
            }
        });
        return new ResourceRequirementsBuilder().withRequests(quantities(allRequests))
                .withLimits(quantities(allLimits)).build();
    }

    private static BigDecimal bytes(String amount) {
        return Quantity.getAmountInBytes(new Quantity(amount));
    }

    private static Map<String, String> merge(Map<String, String> defaults, Map<String, String> wanted) {
        Map<String, String> merged = new HashMap<>(defaults);
        merged.putAll(wanted);
        return merged;
    }

    private static Map<String, Quantity> quantities(Map<String, String> texts) {
        Map<String, Quantity> quantities = new HashMap<>();
        texts.forEach((name, text) -> quantities.put(name, new Quantity(text)));
        return quantities;
    }

    private static List<Toleration> tolerations(@Nullable PodSettings added) {
        return added == null || added.tolerations() == null
                ? List.of()
                : added.tolerations().stream().map(one -> new TolerationBuilder().withKey(one.key())
                        .withOperator(one.operator() == null ? null : one.operator().name()).withValue(one.value())
                        .withEffect(one.effect() == null ? null : one.effect().name())
                        .withTolerationSeconds(one.tolerationSeconds()).build()).toList();
    }

    private List<LocalObjectReference> pullSecrets(@Nullable PodSettings added) {
        Stream<String> ofSpec = added == null || added.imagePullSecrets() == null
                ? Stream.empty()
                : added.imagePullSecrets().stream().map(PodSettings.LocalReference::name);
        return Stream.concat(settings.pullSecrets().stream(), ofSpec).distinct().map(LocalObjectReference::new)
                .toList();
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
