package io.fareswarm.operator.local;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;

/// The name under which this machine shows a resource: NAME in the default namespace, NAMESPACE.NAME in others.
public final class DisplayName {
    private static final String DEFAULT_NAMESPACE = "default";

    private DisplayName() {}

    /// The name of a resource.
    public static String of(HasMetadata resource) {
        return of(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }

    /// The name of the FareModel that a test targets; null when the test targets a URL.
    public static @Nullable String ofModel(LoadTest test) {
        String model = test.getSpec().target().model();
        return model == null ? null : of(test.getMetadata().getNamespace(), model);
    }

    private static String of(String namespace, String name) {
        return namespace.equals(DEFAULT_NAMESPACE) ? name : namespace + "." + name;
    }
}
