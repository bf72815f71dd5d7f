package io.fareswarm.e2e.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the suite runs, as `e2e/run` says in the environment.
public final class Place {
    private Place() {}

    /// The project's checkout.
    public static Path root() {
        return Path.of(said("FARESWARM_ROOT").orElseThrow(
                () -> new IllegalStateException("expected FARESWARM_ROOT in the environment: run e2e/run")));
    }

    /// The real rides; there are none in the checkout.
    public static Path rides() {
        return Path.of(said("FARESWARM_RIDES").orElse(root() + "/../shared/data/nyc-taxi-10k.csv"));
    }

    /// A Prometheus that scrapes the cluster's pods by their annotations, if there is one.
    public static Optional<URI> prometheus() {
        return said("FARESWARM_PROMETHEUS").map(URI::create);
    }

    /// Whether the suite is in the node's network, where Services have their addresses.
    public static boolean inside() {
        return said("FARESWARM_CONTEXT").isEmpty();
    }

    /// How often a model is restarted under load.
    public static int restarts() {
        return said("FARESWARM_RESTARTS").map(Integer::parseInt).orElse(1);
    }

    /// CRDs of the kinds PodMonitor and ServiceMonitor.
    public static Path monitors() {
        return Path.of(said("FARESWARM_MONITORS").orElseThrow(
                () -> new IllegalStateException("expected FARESWARM_MONITORS in the environment: run e2e/run")));
    }

    /// The API server's log of writes, if it can be read.
    public static Optional<Path> audit() {
        return said("FARESWARM_AUDIT").map(Path::of);
    }

    /// kubectl as the cluster's administrator.
    public static List<String> admin() {
        List<String> words = new ArrayList<>(List.of("kubectl"));
        said("FARESWARM_CONTEXT").ifPresent(context -> words.addAll(List.of("--context", context)));
        return words;
    }

    /// kubectl as the user `dev`, who may do what some RoleBinding says.
    public static List<String> dev() {
        List<String> words = new ArrayList<>(admin());
        words.addAll(said("FARESWARM_DEV").map(config -> List.of("--kubeconfig", config))
                .orElse(List.of("--as", "dev", "--as-group", "devs", "--as-group", "system:authenticated")));
        return words;
    }

    /// helm as the cluster's administrator.
    public static List<String> helm() {
        List<String> words = new ArrayList<>(List.of("helm"));
        said("FARESWARM_CONTEXT").ifPresent(context -> words.addAll(List.of("--kube-context", context)));
        return words;
    }

    private static Optional<String> said(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
    }
}
