package io.fareswarm.operator.kubernetes.runs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.EventRecorder;
import io.fareswarm.operator.kubernetes.JsonLog;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.StateEviction;
import io.fareswarm.operator.kubernetes.StatusWriter;
import io.fareswarm.operator.kubernetes.WatchSources;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunLifecycle;
import io.fareswarm.operator.run.RunObservation;

/// A LoadTest on a cluster: observe, decide, apply.
@ControllerConfiguration(name = "loadtest", fieldManager = Cluster.FIELD_MANAGER)
public final class LoadTestReconciler implements Reconciler<LoadTest> {
    private static final Pattern RUN_NAME = Pattern.compile("^(.+)-run-[0-9]+$");

    private static final Duration BEHIND = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final StatusWriter<LoadTestStatus, LoadTest> statuses;
    private final RunObserver observer;
    private final RunActions actions;
    private final RunRegistry runs;
    private final ApiRejections refusals = new ApiRejections();
    private final EventRecorder events;
    private final StateEviction rollCall;

    public LoadTestReconciler(OperatorSettings settings, Cluster cluster, OperatorMetrics counters,
            StatusWriter<LoadTestStatus, LoadTest> statuses, Clock time) {
        this.cluster = cluster;
        this.statuses = statuses;
        this.rollCall = new StateEviction(time);
        this.runs = new RunRegistry(cluster, counters, time);
        this.observer = new RunObserver(settings, runs, refusals, time);
        this.actions = new RunActions(settings, cluster, runs, refusals, time);
        this.events = new EventRecorder(cluster, settings, time);
    }

    @Override
    public List<EventSource<?, LoadTest>> prepareEventSources(EventSourceContext<LoadTest> context) {
        String ours = Labels.ours(Labels.WORKER);
        SecondaryToPrimaryMapper<Event> byJob = event -> {
            Matcher name = RUN_NAME.matcher(event.getInvolvedObject().getName());
            return name.matches()
                    ? Set.of(new ResourceID(name.group(1), event.getMetadata().getNamespace()))
                    : Set.of();
        };
        SecondaryToPrimaryMapper<FareModel> byTarget = model -> context.getPrimaryCache()
                .list(model.getMetadata().getNamespace(),
                        test -> model.getMetadata().getName().equals(test.getSpec().target().model()))
                .map(ResourceID::fromResource).collect(Collectors.toSet());
        return List.of(WatchSources.labelled(Job.class, LoadTest.class, Labels.LOADTEST, ours, context),
                WatchSources.labelled(Pod.class, LoadTest.class, Labels.LOADTEST, ours, context),
                WatchSources.labelled(ConfigMap.class, LoadTest.class, Labels.LOADTEST, ours, context),
                new InformerEventSource<>(InformerEventSourceConfiguration.from(Event.class, LoadTest.class)
                        .withFieldSelector(new FieldSelector(
                                new FieldSelector.Field("reason", "FailedCreate"),
                                new FieldSelector.Field("involvedObject.kind", "Job")))
                        .withSecondaryToPrimaryMapper(byJob).withNamespacesInheritedFromController().build(), context),
                new InformerEventSource<>(InformerEventSourceConfiguration.from(FareModel.class, LoadTest.class)
                        .withSecondaryToPrimaryMapper(byTarget)
                        .withPrimaryToSecondaryMapper((LoadTest test) -> modelOf(test))
                        .withNamespacesInheritedFromController().build(), context));
    }

    private static Set<ResourceID> modelOf(LoadTest test) {
        String model = test.getSpec().target().model();
        return model == null ? Set.of() : Set.of(new ResourceID(model, test.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<LoadTest> reconcile(LoadTest test, Context<LoadTest> context) throws InterruptedException {
        rollCall.call(context, there -> {
            statuses.retain(there);
            runs.retain(there);
            refusals.retain(there);
        });
        @Nullable
        LoadTestStatus known = statuses.known(test);
        RunResources world = gather(test, context);
        if (isBehind(world, known)) {
            return UpdateControl.<LoadTest>noUpdate().rescheduleAfter(BEHIND);
        }
        RunObservation seen = observer.observe(world, known);
        MDC.put(JsonLog.RUN, Integer.toString(seen.run()));
        try {
            RunDecision decision = RunLifecycle.decide(seen);
            if (decision instanceof RunDecision.StoreResult) {
                actions.storeReport(world, seen, decision.status());
            }
            if (statuses.write(test, new LoadTest(), decision.status(),
                    EventMessages.pressing(known, decision.status()))) {
                EventMessages.between(known, decision.status()).forEach(step -> events.tell(test, step));
            }
            actions.apply(world, seen, decision);
            boolean refused = decision instanceof RunDecision.CreateWorkers && refusals.of(test).isPresent();
            Optional<Duration> next = refused ? Optional.of(ApiRejections.PAUSE) : RequeueDelay.after(decision);
            return next.map(pause -> UpdateControl.<LoadTest>noUpdate().rescheduleAfter(pause))
                    .orElseGet(UpdateControl::noUpdate);
        } finally {
            MDC.remove(JsonLog.RUN);
        }
    }

    /// Whether the caches lack what a run that goes on has: those of a new leader may still fill, and it would take all
    /// workers for lost.
    private boolean isBehind(RunResources world, @Nullable LoadTestStatus known) {
        if (known == null || known.run() == null || known.phase() == null) {
            return false;
        }
        int run = known.run().number();
        return switch (known.phase()) {
            case Running, Finishing ->
                world.job(run).map(job -> RunResources.isActive(job) && world.pods(run).isEmpty())
                        .orElseGet(() -> cluster.isThere(world.test(), RunObjects.named(world.test(), run)));
            case Pending, Preparing, Finished, Error -> false;
        };
    }

    private static RunResources gather(LoadTest test, Context<LoadTest> context) {
        return new RunResources(test, context.getSecondaryResource(FareModel.class),
                List.copyOf(context.getSecondaryResources(Job.class)),
                List.copyOf(context.getSecondaryResources(Pod.class)),
                List.copyOf(context.getSecondaryResources(ConfigMap.class)),
                List.copyOf(context.getSecondaryResources(Event.class)));
    }
}
