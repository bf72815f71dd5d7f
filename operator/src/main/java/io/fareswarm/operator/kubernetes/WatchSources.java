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

    /// Informer of secondary objects. A label of each object has the name of the resource that it belongs to, in the same
    /// namespace.
    ///
    /// @param label label with the name of the resource
    /// @param selector label selector of the objects
    public static <R extends HasMetadata, P extends HasMetadata> EventSource<R, P> labelled(Class<R> type,
            Class<P> primary, String label, String selector, EventSourceContext<P> context) {
        return new InformerEventSource<>(InformerEventSourceConfiguration.from(type, primary)
                .withLabelSelector(selector).withSecondaryToPrimaryMapper(Mappers.fromLabel(label, null, primary))
                .withNamespacesInheritedFromController().build(), context);
    }
}
