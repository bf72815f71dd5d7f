package io.fareswarm.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;

/// Event sources for the objects that the operator makes.
public final class WatchSources {
    /// Number of objects in one page of an informer's list. A list with a limit is read from the store. Without one, the
    /// informer's first list may come from a server's cache, which may be older than what the previous operator wrote: the new
    /// one would continue from an old status, and announce again what has happened already.
    public static final long PAGE = 500;

    private WatchSources() {}

    /// The configuration of an informer, whose lists are up to date.
    public static <R extends HasMetadata, P extends HasMetadata> InformerEventSourceConfiguration.Builder<R> configuration(
            Class<R> type, Class<P> primary) {
        return InformerEventSourceConfiguration.from(type, primary).withInformerListLimit(PAGE)
                .withNamespacesInheritedFromController();
    }

    /// Informer of secondary objects. A label of each object has the name of the resource that it belongs to, in the same
    /// namespace.
    ///
    /// @param label label with the name of the resource
    /// @param selector label selector of the objects
    public static <R extends HasMetadata, P extends HasMetadata> EventSource<R, P> labelled(Class<R> type,
            Class<P> primary, String label, String selector, EventSourceContext<P> context) {
        return new InformerEventSource<>(configuration(type, primary).withLabelSelector(selector)
                .withSecondaryToPrimaryMapper(Mappers.fromLabel(label, null, primary)).build(), context);
    }
}
