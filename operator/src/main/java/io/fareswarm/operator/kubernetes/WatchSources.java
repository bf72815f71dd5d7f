package io.fareswarm.operator.kubernetes;

import java.util.Optional;
import java.util.Set;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/// Event sources for the objects that the operator makes.
public final class WatchSources {
    private WatchSources() {}

    /// An informer of objects whose label names the resource of their namespace that they belong to.
    ///
    /// @param label that holds the resource's name
    /// @param selector of the objects
    public static <R extends HasMetadata, P extends HasMetadata> EventSource<R, P> labelled(Class<R> type,
            Class<P> primary, String label, String selector, EventSourceContext<P> context) {
        SecondaryToPrimaryMapper<R> byLabel = object -> Optional
                .ofNullable(object.getMetadata().getLabels().get(label))
                .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace()))).orElse(Set.of());
        return new InformerEventSource<>(InformerEventSourceConfiguration.from(type, primary)
                .withLabelSelector(selector).withSecondaryToPrimaryMapper(byLabel)
                .withNamespacesInheritedFromController().build(), context);
    }
}
