package io.fareswarm.e2e.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The environment of the suite, from the variables that `e2e/run` sets.
public final class SuiteEnvironment {
    private SuiteEnvironment() {}

    /// The project's checkout.
    public static Path root() {
        return Path.of(variable("FARESWARM_ROOT").orElseThrow(
                () -> new IllegalStateException("expected FARESWARM_ROOT in the environment: run e2e/run")));
    }

    /// The file of real rides, which is not part of the checkout.
    public static Path rides() {
        return Path.of(variable("FARESWARM_RIDES").orElse(root() + "/../shared/data/nyc-taxi-10k.csv"));
    }

    /// The Prometheus that scrapes the cluster's pods by their annotations; empty if there is none.
    public static Optional<URI> prometheus() {
        return variable("FARESWARM_PROMETHEUS").map(URI::create);
    }

    /// Whether the suite runs in the node's network, in which the cluster IPs of Services are reachable.
    public static boolean inside() {
        return variable("FARESWARM_CONTEXT").isEmpty();
    }

    /// Number of times that a model is restarted under load.
    public static int restarts() {
        return variable("FARESWARM_RESTARTS").map(Integer::parseInt).orElse(1);
    }

    /// Path of the CRDs of the kinds PodMonitor and ServiceMonitor.
    public static Path monitors() {
        return Path.of(variable("FARESWARM_MONITORS").orElseThrow(
                () -> new IllegalStateException("expected FARESWARM_MONITORS in the environment: run e2e/run")));
    }

    /// Path of the API server's audit log; empty if there is none.
    public static Optional<Path> audit() {
        return variable("FARESWARM_AUDIT").map(Path::of);
    }

    /// The kubectl command line of the cluster's administrator.
    public static List<String> admin() {
        List<String> words = new ArrayList<>(List.of("kubectl"));
        variable("FARESWARM_CONTEXT").ifPresent(context -> words.addAll(List.of("--context", context)));
        return words;
    }

    /// The kubectl command line of the user `dev`, whose rights come from RoleBindings.
    public static List<String> dev() {
        List<String> words = new ArrayList<>(admin());
        words.addAll(variable("FARESWARM_DEV").map(config -> List.of("--kubeconfig", config))
                .orElse(List.of("--as", "dev", "--as-group", "devs", "--as-group", "system:authenticated")));
        return words;
    }

    /// The helm command line of the cluster's administrator.
    public static List<String> helm() {
        List<String> words = new ArrayList<>(List.of("helm"));
        variable("FARESWARM_CONTEXT").ifPresent(context -> words.addAll(List.of("--kube-context", context)));
        return words;
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }
}
