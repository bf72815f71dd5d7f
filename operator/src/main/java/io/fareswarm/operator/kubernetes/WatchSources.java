package io.fareswarm.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;

/// Event sources for the objects that the operator makes.
public final class WatchSources {
    private WatchSources() {}

    /// An informer of objects whose label names the resource of their namespace that they belong to.
    ///
    /// @param label that holds the resource's name
    /// @param selector of the objects
    public static <R extends HasMetadata, P extends HasMetadata> EventSource<R, P> labelled(Class<R> type,
            Class<P> primary, String label, String selector, EventSourceContext<P> context) {
        return new InformerEventSource<>(InformerEventSourceConfiguration.from(type, primary)
                .withLabelSelector(selector).withSecondaryToPrimaryMapper(Mappers.fromLabel(label, null, primary))
                .withNamespacesInheritedFromController().build(), context);
    }
}
