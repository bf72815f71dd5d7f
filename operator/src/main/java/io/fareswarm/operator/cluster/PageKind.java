package io.fareswarm.operator.cluster;

import java.util.Arrays;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.ResourceKey;

/// A kind of objects that the page reads.
enum PageKind {
    LoadTest("fareswarm.io", "loadtests"), FareModel("fareswarm.io", "faremodels"), Event("", "events");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    final String group;
    final String plural;

    PageKind(String group, String plural) {
        this.group = group;
        this.plural = plural;
    }

    /// The resource kind of this name.
    ///
    /// @throws PageError 422 for another kind
    static PageKind resource(String kind) {
        return Arrays.stream(values()).filter(one -> one != Event && one.name().equals(kind)).findFirst().orElseThrow(
                () -> new PageError(422, "expected the kind LoadTest or FareModel, found '%s'".formatted(kind)));
    }

    /// A name of an object or a namespace, as it may be a part of a path.
    ///
    /// @throws PageError 422 for anything else
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PageError(422,
                    "expected a name of lower-case letters, digits, '-' and '.', found '%s'".formatted(name));
        }
        return name;
    }

    String apiVersion() {
        return group.isEmpty() ? version() : group + "/" + version();
    }

    private String version() {
        return group.isEmpty() ? "v1" : HasMetadata.getVersion(LoadTest.class);
    }

    /// Path of the objects of a namespace; of all namespaces if it is empty.
    String path(String namespace) {
        return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion()
                + (namespace.isEmpty() ? "" : "/namespaces/" + name(namespace)) + "/" + plural;
    }

    /// Path of one resource.
    static String path(ResourceKey key) {
        return resource(key.kind()).path(key.namespace()) + "/" + name(key.name());
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder().withGroup(group).withVersion(version()).withKind(name())
                .withPlural(plural).withNamespaced(true).build();
    }
}
