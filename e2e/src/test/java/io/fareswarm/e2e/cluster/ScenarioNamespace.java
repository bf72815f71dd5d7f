package io.fareswarm.e2e.cluster;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// The namespace of one scenario, with the Pod Security level `restricted` and the user `dev`, who has the role `edit`.
public final class ScenarioNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /// Random text in the names of this suite's namespaces. It distinguishes them from those of earlier suites, whose
    /// series Prometheus may still have.
    private static final String SUITE = UUID.randomUUID().toString().substring(0, 6);

    private final String name;

    /// @param purpose part of the namespace's name
    public ScenarioNamespace(String purpose) {
        this.name = "e2e-%s-%s-%d".formatted(SUITE, purpose, COUNT.incrementAndGet());
        create(name);
        admin().run("create", "rolebinding", "dev", "--clusterrole=edit", "--user=dev");
    }

    static void create(String name) {
        new Kubectl(SuiteEnvironment.admin(), "default").apply("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels: {pod-security.kubernetes.io/enforce: restricted}
                """.formatted(name));
    }

    public String name() {
        return name;
    }

    /// A kubectl client for the user `dev`.
    public Kubectl dev() {
        return new Kubectl(SuiteEnvironment.dev(), name);
    }

    /// Whether the path of an API request is in the namespace of another scenario.
    public boolean isOther(String path) {
        return path.contains("/namespaces/e2e-") && !path.contains("/namespaces/" + name + "/");
    }

    public Kubectl admin() {
        return new Kubectl(SuiteEnvironment.admin(), name);
    }

    /// Deletes the namespace in the background.
    @Override
    public void close() {
        admin().run("delete", "namespace", name, "--wait=false");
    }
}
