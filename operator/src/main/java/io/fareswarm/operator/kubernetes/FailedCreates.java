package io.fareswarm.operator.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/// The FailedCreate events of a resource's Jobs: why the Job controller could not create pods, such as a quota, a
/// LimitRange, Pod Security or a missing ServiceAccount. Job and pod say nothing about it.
///
/// @param events events of all its Jobs
public record FailedCreates(List<Event> events) {
    /// The cached events of a resource.
    public static <P extends HasMetadata> FailedCreates of(Context<P> context) {
        return new FailedCreates(List.copyOf(context.getSecondaryResources(Event.class)));
    }

    /// Sources of these events.
    ///
    /// @param job pattern of a Job's name; its first group is the name of the resource
    public static <P extends HasMetadata> List<InformerEventSource<Event, P>> sources(WatchSources<P> sources,
            Pattern job) {
        SecondaryToPrimaryMapper<Event> byJob = event -> {
            Matcher name = job.matcher(event.getInvolvedObject().getName());
            return name.matches()
                    ? Set.of(new ResourceID(name.group(1), event.getMetadata().getNamespace()))
                    : Set.of();
        };
        return sources.stored(Event.class,
                () -> InformerEventSourceConfiguration.from(Event.class, sources.primary())
                        .withFieldSelector(new FieldSelector(new FieldSelector.Field("reason", "FailedCreate"),
                                new FieldSelector.Field("involvedObject.kind", "Job"))),
                byJob, StoredParts::ofResource);
    }

    /// Reason why a Job lacks pods: the last message of the Job controller. Empty if it has them all, because events
    /// outlast their cause.
    ///
    /// @param pods the Job's pods
    public Optional<String> of(Job job, Collection<Pod> pods) {
        int wanted = Objects.requireNonNullElse(job.getSpec().getParallelism(), 1);
        if (pods.stream().filter(pod -> PodProblem.ended(pod) == null).count() >= wanted) {
            return Optional.empty();
        }
        return events.stream().filter(event -> job.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
                .max(Comparator.comparing(FailedCreates::time)).map(Event::getMessage);
    }

    private static String time(Event event) {
        return event.getLastTimestamp() != null
                ? event.getLastTimestamp()
                : String.valueOf(event.getMetadata().getCreationTimestamp());
    }
}
