package io.fareswarm.operator.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;

/// Event sources of a controller for the objects that belong to its resources.
///
/// @param primary the resources' class
/// @param memory memory of the caches
/// @param context context of the controller
public record WatchSources<P extends HasMetadata>(Class<P> primary, CacheMemory memory, EventSourceContext<P> context) {
    /// Number of objects in one page of an informer's list. An object may have more than a megabyte, and several lists are
    /// read at once. A list with a limit is read from the store. Without one, the informer's first list may come from a
    /// server's cache, which may be older than what the previous operator wrote: the new one would continue from an old
    /// status, and announce again what has happened already.
    public static final long PAGE = 10;

    /// Informers of objects that the operator makes. A label of each object has the name of the resource that it belongs to,
    /// in the same namespace.
    ///
    /// @param label label with the name of the resource
    /// @param selector label selector of the objects
    /// @param strip removes from an object what the operator does not read
    public <R extends HasMetadata> List<InformerEventSource<R, P>> labelled(Class<R> type, String label,
            String selector,
            Consumer<R> strip) {
        return stored(type, () -> InformerEventSourceConfiguration.from(type, primary).withLabelSelector(selector),
                Mappers.fromLabel(label, null, primary), strip);
    }

    /// Informers that store their objects in the memory of the caches: one for each namespace, because a store must not be
    /// shared by informers.
    ///
    /// @param selection makes a configuration with the selectors only
    public <R extends HasMetadata> List<InformerEventSource<R, P>> stored(Class<R> type,
            Supplier<InformerEventSourceConfiguration.Builder<R>> selection, SecondaryToPrimaryMapper<R> mapper,
            Consumer<R> strip) {
        return context.getControllerConfiguration().getInformerConfig().getNamespaces().stream()
                .map(namespace -> new InformerEventSource<R, P>(
                        selection.get().withName(type.getSimpleName() + "-" + namespace)
                                .withNamespaces(Set.of(namespace))
                                .withSecondaryToPrimaryMapper(mapper).withItemStore(memory.store(strip))
                                .withInformerListLimit(PAGE).build(),
                        context))
                .toList();
    }
}
