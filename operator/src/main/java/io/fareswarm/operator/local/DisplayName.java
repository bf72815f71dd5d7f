package io.fareswarm.operator.local;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// What a resource is called on this machine: its name, and before it the namespace unless that is the default one.
final class DisplayName {
    private static final String DEFAULT_NAMESPACE = "default";

    private DisplayName() {}

    static String of(HasMetadata resource) {
        return of(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }

    static String of(String namespace, String name) {
        return namespace.equals(DEFAULT_NAMESPACE) ? name : namespace + "." + name;
    }
}
