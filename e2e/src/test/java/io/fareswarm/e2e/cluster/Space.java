package io.fareswarm.e2e.cluster;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace of a scenario's own, under the strictest Pod Security, with the user `dev` who may edit in it.
public final class Space implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /// Tells this run's namespaces from those of another, which the cluster may still hold and Prometheus remembers.
    private static final String SUITE = UUID.randomUUID().toString().substring(0, 6);

    private final String name;

    /// @param purpose in its name
    public Space(String purpose) {
        this.name = "e2e-%s-%s-%d".formatted(SUITE, purpose, COUNT.incrementAndGet());
        create(name);
        admin().run("create", "rolebinding", "dev", "--clusterrole=edit", "--user=dev");
    }

    static void create(String name) {
        new Kubectl(Place.admin(), "default").apply("""
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

    /// kubectl of its user.
    public Kubectl dev() {
        return new Kubectl(Place.dev(), name);
    }

    /// Whether the address of an object lies in a namespace of another scenario.
    public static boolean isOfAnother(Space own, String address) {
        return address.contains("/namespaces/e2e-") && !address.contains("/namespaces/" + own.name + "/");
    }

    public Kubectl admin() {
        return new Kubectl(Place.admin(), name);
    }

    /// It goes in the background.
    @Override
    public void close() {
        admin().run("delete", "namespace", name, "--wait=false");
    }
}
