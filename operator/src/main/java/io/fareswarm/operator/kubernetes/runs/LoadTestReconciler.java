package io.fareswarm.operator.kubernetes.runs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.ResourceEvent;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.CacheMemory;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.EventRecorder;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.FirstReconciliation;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.LogContext;
import io.fareswarm.operator.kubernetes.NamespaceDeletion;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.StateEviction;
import io.fareswarm.operator.kubernetes.StatusWriter;
import io.fareswarm.operator.kubernetes.StoredParts;
import io.fareswarm.operator.kubernetes.WatchSources;
import io.fareswarm.operator.kubernetes.limits.Demand;
import io.fareswarm.operator.kubernetes.limits.StartQueue;
import io.fareswarm.operator.kubernetes.targets.TargetGate;
import io.fareswarm.operator.run.EventMessages;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunLifecycle;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunReason;
import io.fareswarm.operator.run.StatusWrites;

/// Reconciler of LoadTests: observes, decides, applies.
@ControllerConfiguration(name = "loadtest", fieldManager = Cluster.FIELD_MANAGER, generationAwareEventProcessing = false, informer = @Informer(onUpdateFilter = LoadTestReconciler.Relevant.class))
public final class LoadTestReconciler implements Reconciler<LoadTest> {
    private static final Pattern RUN_NAME = Pattern.compile("^(.+)-run-[0-9]+$");

    /// The values of [#state].
    private static final List<String> STATES = Stream
            .concat(Stream.of(Phase.values()).filter(phase -> phase != Phase.Finished), Stream.of(Verdict.values()))
            .map(Enum::name).toList();
    private static final Duration CACHES_BEHIND = Duration.ofSeconds(1);

    /// Filter of updates that need a reconciliation: an edit of the spec, or a change of a finished run's status, which
    /// somebody else may have written. An active run is reconciled every second anyway.
    static final class Relevant implements OnUpdateFilter<LoadTest> {
        @Override
        public boolean accept(LoadTest now, LoadTest before) {
            LoadTestStatus status = before.getStatus();
            boolean finished = status != null && (status.phase() == Phase.Finished || status.phase() == Phase.Error);
            return !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                    || (finished && !status.equals(now.getStatus()));
        }
    }

    private final Cluster cluster;
    private final StatusWriter<LoadTestStatus, LoadTest> statuses;
    private final RunObserver observer;
    private final DecisionExecutor actions;
    private final RunRegistry runs;
    private final ApiRejections rejections = new ApiRejections();
    private final NamespaceDeletion deletions;
    private final EventRecorder events;
    private final OperatorMetrics counters;
    private final CacheMemory memory;
    private final StartQueue queue;
    private final StateEviction eviction;
    private final FirstReconciliation first = new FirstReconciliation();
    /// Caches of FareModels, set when the controller starts.
    private volatile List<InformerEventSource<FareModel, LoadTest>> models = List.of();

    public LoadTestReconciler(OperatorSettings settings, Cluster cluster, OperatorMetrics counters,
            StatusWriter<LoadTestStatus, LoadTest> statuses, CacheMemory memory, StartQueue queue, Clock time) {
        this.cluster = cluster;
        this.counters = counters;
        this.memory = memory;
        this.queue = queue;
        this.statuses = statuses;
        this.runs = new RunRegistry(settings, cluster, counters, time);
        this.deletions = new NamespaceDeletion(cluster);
        this.eviction = new StateEviction(time, List.of(statuses::retain, runs::retain, rejections::retain,
                deletions::retain, queue::retain));
        this.observer = new RunObserver(settings, new TargetGate(cluster, settings.targets()), runs, rejections, memory,
                queue, time);
        this.actions = new DecisionExecutor(settings, cluster, runs, rejections, time);
        this.events = new EventRecorder(cluster, settings, time);
    }

    @Override
    public List<EventSource<?, LoadTest>> prepareEventSources(EventSourceContext<LoadTest> context) {
        String ours = Labels.ours(Labels.WORKER);
        SecondaryToPrimaryMapper<FareModel> byTarget = model -> context.getPrimaryCache()
                .list(model.getMetadata().getNamespace(),
                        test -> model.getMetadata().getName().equals(test.getSpec().target().model()))
                .map(ResourceID::fromResource).collect(Collectors.toSet());
        SimpleInboundEventSource<LoadTest> admitted = new SimpleInboundEventSource<>("admitted");
        queue.onFree(admitted::propagateEvent);
        WatchSources<LoadTest> sources = new WatchSources<>(LoadTest.class, memory, context);
        models = sources.stored(FareModel.class,
                () -> InformerEventSourceConfiguration.from(FareModel.class, LoadTest.class)
                        .withPrimaryToSecondaryMapper((LoadTest test) -> modelOf(test)),
                byTarget, StoredParts::ofResource);
        return Stream.of(List.of(admitted, new DeletedRuns(runs::end)), models,
                sources.labelled(Job.class, Labels.LOADTEST, ours, StoredParts::ofJob),
                sources.labelled(Pod.class, Labels.LOADTEST, ours, StoredParts::ofPod),
                sources.labelled(ConfigMap.class, Labels.LOADTEST, ours, StoredParts::ofReport),
                FailedCreates.sources(sources, RUN_NAME)).<EventSource<?, LoadTest>>flatMap(List::stream).toList();
    }

    /// The verdict of a run that has one, else its phase.
    private static String state(@Nullable LoadTestStatus status) {
        if (status == null || status.phase() == null) {
            return Phase.Pending.name();
        }
        return status.phase() == Phase.Finished && status.verdict() != null
                ? status.verdict().name()
                : status.phase().name();
    }

    private static Set<ResourceID> modelOf(LoadTest test) {
        String model = test.getSpec().target().model();
        return model == null ? Set.of() : Set.of(new ResourceID(model, test.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<LoadTest> reconcile(LoadTest test, Context<LoadTest> context) throws InterruptedException {
        eviction.run(context);
        first.run(() -> begin(context.getPrimaryCache()));
        CachedRunObjects resources = gather(test, context);
        return deletions.unlessDeleted(test, resources.made(), () -> reconcile(resources));
    }

    private void begin(IndexedResourceCache<LoadTest> tests) {
        tests.list(test -> isActive(test.getStatus())).forEach(test -> queue.hold(test, Demand.of(test.getSpec())));
        counters.resources("loadtests", STATES,
                state -> tests.list(test -> state.equals(state(test.getStatus()))).count());
    }

    private UpdateControl<LoadTest> reconcile(CachedRunObjects resources) throws InterruptedException {
        LoadTest test = resources.test();
        LoadTestStatus known = statuses.known(test);
        if (cachesBehind(resources, known)) {
            return UpdateControl.<LoadTest>noUpdate().rescheduleAfter(CACHES_BEHIND);
        }
        RunObservation seen = observer.observe(resources, known);
        MDC.put(LogContext.RUN, Integer.toString(seen.run()));
        try {
            RunDecision decision = RunLifecycle.decide(seen);
            List<ResourceEvent> steps = EventMessages.between(known, decision.status());
            if (!steps.isEmpty() && !cluster.exists(test)) {
                return UpdateControl.noUpdate(); // The watch is behind: nothing is created or announced for a deleted test.
            }
            if (decision instanceof RunDecision.StoreResult) {
                actions.storeReport(resources, seen, decision.status());
            }
            steps.forEach(step -> events.record(test, known, step));
            statuses.write(test, new LoadTest(), decision.status(), StatusWrites.delay(known, decision.status()));
            hold(test, seen, decision.status());
            actions.apply(resources, seen, decision);
            boolean rejected = decision instanceof RunDecision.CreateWorkers && rejections.of(test).isPresent();
            Optional<Duration> next = rejected ? Optional.of(ApiRejections.PAUSE) : RequeueDelay.after(decision);
            return next.map(pause -> UpdateControl.<LoadTest>noUpdate().rescheduleAfter(pause))
                    .orElseGet(UpdateControl::noUpdate);
        } finally {
            MDC.remove(LogContext.RUN);
        }
    }

    /// Gives a run in progress its place among all runs, and takes it back afterwards.
    private void hold(LoadTest test, RunObservation seen, LoadTestStatus status) {
        if (isActive(status)) {
            queue.hold(test, Demand.of(seen.runSpec()));
        } else if (!isQueued(status)) {
            queue.leave(test);
        }
    }

    private static boolean isActive(@Nullable LoadTestStatus status) {
        return status != null && (status.phase() == Phase.Preparing || status.phase() == Phase.Running
                || status.phase() == Phase.Finishing);
    }

    private static boolean isQueued(LoadTestStatus status) {
        return Conditions.find(status.conditions(), LoadTestConditions.PROGRESSING)
                .filter(condition -> condition.reason().equals(RunReason.Queued.name())).isPresent();
    }

    /// Whether the caches lack the objects of an active run. The caches of a new leader may be incomplete, and without this
    /// check it would count all workers as lost.
    private boolean cachesBehind(CachedRunObjects resources, @Nullable LoadTestStatus known) {
        if (known == null || known.run() == null || known.phase() == null) {
            return false;
        }
        int run = known.run().number();
        return switch (known.phase()) {
            case Running, Finishing ->
                resources.job(run).map(job -> CachedRunObjects.isActive(job) && resources.pods(run).isEmpty())
                        .orElseGet(() -> cluster.isThere(resources.test(), RunObjects.named(resources.test(), run)));
            case Pending, Preparing, Finished, Error -> false;
        };
    }

    private TargetModel target(LoadTest test, Context<LoadTest> context) {
        Optional<FareModel> found = context.getSecondaryResourcesAsStream(FareModel.class).findFirst();
        return found.isPresent() || test.getSpec().target().model() == null
                ? new TargetModel(found, List.of())
                : new TargetModel(found,
                        models.stream().flatMap(source -> source.list(test.getMetadata().getNamespace(), _ -> true))
                                .map(model -> model.getMetadata().getName()).toList());
    }

    private CachedRunObjects gather(LoadTest test, Context<LoadTest> context) {
        return new CachedRunObjects(test, target(test, context),
                List.copyOf(context.getSecondaryResources(Job.class)),
                List.copyOf(context.getSecondaryResources(Pod.class)),
                List.copyOf(context.getSecondaryResources(ConfigMap.class)),
                FailedCreates.of(context));
    }
}
