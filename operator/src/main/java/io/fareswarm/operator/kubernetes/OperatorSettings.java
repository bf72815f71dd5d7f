package io.fareswarm.operator.kubernetes;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.logging.LogLevel;
import io.fareswarm.operator.kubernetes.limits.TenantLimits;
import io.fareswarm.operator.kubernetes.targets.TargetSettings;

/// Settings of the operator's process, read from its environment, which the chart sets.
///
/// @param namespaces watched namespaces; empty for all
/// @param modelImage image of trainers and model servers
/// @param workerImage image of workers
/// @param pullPolicy pull policy of both images
/// @param pullSecrets names of the pull Secrets of both images
/// @param lease name of the leader election's Lease; null for one replica without an election
/// @param podName name of this pod, its identity in the election
/// @param podNamespace namespace of this pod and of the Lease
/// @param prometheus base address of the Prometheus whose counts are compared with results; null for none
/// @param scrapeAnnotations whether pods have annotations for Prometheus
/// @param workerDisruptionBudgets whether each run has a PodDisruptionBudget
/// @param targets targets that load and downloads may go to, beside Services of the same namespace
/// @param peers peers in the NetworkPolicies of the pods that the operator creates
/// @param limits limits of runs and trainings
/// @param logLevel least severe level that the operator, workers, model servers and trainers log
/// @param port port of health and metrics
public record OperatorSettings(Set<String> namespaces, String modelImage, String workerImage, String pullPolicy,
        List<String> pullSecrets, @Nullable String lease, String podName, String podNamespace, @Nullable URI prometheus,
        boolean scrapeAnnotations, boolean workerDisruptionBudgets, TargetSettings targets, NetworkPeers peers,
        TenantLimits limits, LogLevel logLevel, int port) {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final String DEFAULT_LEASE = "fareswarm-operator";
    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

    /// Reads an environment.
    ///
    /// @throws IllegalArgumentException for a missing or invalid variable, with what was expected and found
    public static OperatorSettings of(Map<String, String> environment) {
        String prometheus = environment.getOrDefault("FARESWARM_PROMETHEUS", "");
        return new OperatorSettings(Set.copyOf(list(environment, "FARESWARM_NAMESPACES")),
                required(environment, "FARESWARM_MODEL_IMAGE"), required(environment, "FARESWARM_LOADGEN_IMAGE"),
                oneOf(environment, "FARESWARM_IMAGE_PULL_POLICY", "IfNotPresent", PULL_POLICIES),
                list(environment, "FARESWARM_IMAGE_PULL_SECRETS"), flag(environment, "FARESWARM_LEADER_ELECTION")
                        ? environment.getOrDefault("FARESWARM_LEASE", DEFAULT_LEASE)
                        : null,
                environment.getOrDefault("POD_NAME", "operator"),
                environment.getOrDefault("POD_NAMESPACE", DEFAULT_NAMESPACE),
                prometheus.isEmpty() ? null : address(prometheus),
                flag(environment, "FARESWARM_SCRAPE_ANNOTATIONS"),
                flag(environment, "FARESWARM_WORKER_DISRUPTION_BUDGETS"), targets(environment),
                NetworkPeers.of(environment.getOrDefault("FARESWARM_NETWORK_PEERS", ""),
                        environment.getOrDefault("POD_NAMESPACE", DEFAULT_NAMESPACE)),
                TenantLimits.of(environment.getOrDefault("FARESWARM_LIMITS", "")),
                LogLevel.of(environment),
                Integer.parseInt(environment.getOrDefault("FARESWARM_PORT", "8080")));
    }

    private static TargetSettings targets(Map<String, String> environment) {
        try {
            return TargetSettings.of(environment.getOrDefault("FARESWARM_ALLOWED_TARGETS", ""),
                    environment.getOrDefault("FARESWARM_ALLOWED_CIDRS", ""),
                    environment.getOrDefault("FARESWARM_NAMESPACE_TARGETS", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "FARESWARM_ALLOWED_CIDRS or FARESWARM_NAMESPACE_TARGETS: " + e.getMessage(), e);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("expected " + name + " in the environment, found none");
        }
        return value;
    }

    private static List<String> list(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault(name, "").split(",")).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
    }

    private static boolean flag(Map<String, String> environment, String name) {
        return oneOf(environment, name, "false", Set.of("true", "false")).equals("true");
    }

    private static String oneOf(Map<String, String> environment, String name, String fallback, Set<String> allowed) {
        String value = environment.getOrDefault(name, fallback);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("expected %s as one of %s, found %s".formatted(name,
                    allowed.stream().sorted().collect(Collectors.joining(", ")), value));
        }
        return value;
    }

    private static URI address(String text) {
        if (!text.matches("https?://[^/?#@ ]+(/[!-~]*)?")) {
            throw new IllegalArgumentException("expected FARESWARM_PROMETHEUS as http://HOST:PORT, found " + text);
        }
        return URI.create(text.endsWith("/") ? text : text + "/");
    }
}
