package io.fareswarm.operator.kubernetes.models;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.Readiness;
import io.fareswarm.operator.conditions.ResourceEvent;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.CacheMemory;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.EventRecorder;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.FirstReconciliation;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.NamespaceDeletion;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.StateEviction;
import io.fareswarm.operator.kubernetes.StatusWriter;
import io.fareswarm.operator.kubernetes.StoredParts;
import io.fareswarm.operator.kubernetes.WatchSources;
import io.fareswarm.operator.kubernetes.limits.Demand;
import io.fareswarm.operator.kubernetes.limits.StartQueue;
import io.fareswarm.operator.model.ModelDecision;
import io.fareswarm.operator.model.ModelEvents;
import io.fareswarm.operator.model.ModelLifecycle;
import io.fareswarm.operator.model.ModelObservation;
import io.fareswarm.operator.model.ModelReason;

/// Reconciler of FareModels: observes, decides, applies.
@ControllerConfiguration(name = "faremodel", fieldManager = Cluster.FIELD_MANAGER, generationAwareEventProcessing = false, informer = @Informer(onUpdateFilter = FareModelReconciler.Relevant.class))
public final class FareModelReconciler implements Reconciler<FareModel> {
    private static final List<Class<? extends HasMetadata>> COMPARED = List.of(ConfigMap.class,
            Deployment.class, Service.class, PodDisruptionBudget.class, NetworkPolicy.class);
    private static final Pattern TRAINING_NAME = Pattern.compile("^(.+)-train-[0-9]+$");
    /// The values of [#state].
    private static final List<String> STATES = List.of(Readiness.READY, Readiness.RECONCILING, Readiness.STALLED);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration AWAITING = Duration.ofSeconds(1);
    private static final Duration BLOCKED = Duration.ofSeconds(10);

    /// Whether an update needs a reconciliation: an edit of the spec, or of the status, which may be somebody else's.
    static final class Relevant implements OnUpdateFilter<FareModel> {
        @Override
        public boolean accept(FareModel now, FareModel before) {
            return !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                    || !Objects.equals(now.getStatus(), before.getStatus());
        }
    }

    private final OperatorSettings settings;
    private final Cluster cluster;
    private final StatusWriter<FareModelStatus, FareModel> statuses;
    private final ApiRejections trainings = new ApiRejections();
    private final ApiRejections servings = new ApiRejections();
    private final ModelObserver observer;
    private final NamespaceDeletion deletions;
    private final EventRecorder events;
    private final OperatorMetrics counters;
    private final CacheMemory memory;
    private final StartQueue queue;
    private final StateEviction eviction;
    private final FirstReconciliation first = new FirstReconciliation();

    public FareModelReconciler(OperatorSettings settings, Cluster cluster, OperatorMetrics counters,
            StatusWriter<FareModelStatus, FareModel> statuses, CacheMemory memory, StartQueue queue, Clock time) {
        this.settings = settings;
        this.counters = counters;
        this.memory = memory;
        this.queue = queue;
        this.cluster = cluster;
        this.statuses = statuses;
        this.observer = new ModelObserver(settings, cluster, time, trainings, servings, queue);
        this.events = new EventRecorder(cluster, settings, time);
        this.deletions = new NamespaceDeletion(cluster);
        this.eviction = new StateEviction(time, List.of(statuses::retain, trainings::retain, servings::retain,
                deletions::retain, queue::retain));
    }

    @Override
    public List<EventSource<?, FareModel>> prepareEventSources(EventSourceContext<FareModel> context) {
        String ours = Labels.ours(Labels.TRAINER, Labels.MODEL_SERVER);
        SimpleInboundEventSource<FareModel> admitted = new SimpleInboundEventSource<>("admitted");
        queue.onFree(admitted::propagateEvent);
        WatchSources<FareModel> watches = new WatchSources<>(FareModel.class, memory, context);
        List<EventSource<?, FareModel>> sources = new ArrayList<>(List.of(admitted));
        COMPARED.forEach(
                type -> sources.addAll(watches.labelled(type, Labels.MODEL, ours, StoredParts::ofComparedObject)));
        sources.addAll(watches.labelled(Job.class, Labels.MODEL, ours, StoredParts::ofJob));
        sources.addAll(watches.labelled(Pod.class, Labels.MODEL, ours, StoredParts::ofPod));
        sources.addAll(FailedCreates.sources(watches, TRAINING_NAME));
        return sources;
    }

    @Override
    public UpdateControl<FareModel> reconcile(FareModel model, Context<FareModel> context) throws InterruptedException {
        eviction.run(context);
        first.run(() -> begin(context.getPrimaryCache()));
        CachedModelObjects resources = gather(model, context);
        return deletions.unlessDeleted(model, resources.made(), () -> reconcile(resources, context));
    }

    private void begin(IndexedResourceCache<FareModel> models) {
        models.list(FareModelReconciler::isTraining).forEach(model -> queue.hold(model, Demand.NONE));
        counters.resources("faremodels", STATES,
                state -> models.list(model -> state.equals(state(model.getStatus()))).count());
    }

    private UpdateControl<FareModel> reconcile(CachedModelObjects resources, Context<FareModel> context)
            throws InterruptedException {
        FareModel model = resources.model();
        FareModelStatus known = statuses.known(model);
        ModelObservation seen = observer.observe(resources, known, context);
        ModelDecision decision = ModelLifecycle.decide(seen);
        List<ResourceEvent> steps = ModelEvents.between(known, decision.status());
        if (!steps.isEmpty() && !cluster.exists(model)) {
            return UpdateControl.noUpdate(); // The watch is behind: nothing is created or announced for a deleted model.
        }
        steps.forEach(step -> events.record(model, known, step));
        statuses.write(model, new FareModel(), decision.status(), Duration.ZERO);
        apply(resources, decision, context);
        boolean rejected = switch (decision) {
            case ModelDecision.TrainModel _ -> trainings.of(model).isPresent();
            case ModelDecision.ServeModel _ -> servings.of(model).isPresent();
            case ModelDecision.NoAction _,ModelDecision.CleanUp _ -> false;
        };
        return (rejected ? Optional.of(ApiRejections.PAUSE) : after(decision))
                .map(pause -> UpdateControl.<FareModel>noUpdate().rescheduleAfter(pause))
                .orElseGet(UpdateControl::noUpdate);
    }

    private static CachedModelObjects gather(FareModel model, Context<FareModel> context) {
        List<HasMetadata> objects = new ArrayList<>(context.getSecondaryResources(Job.class));
        COMPARED.forEach(type -> objects.addAll(context.getSecondaryResources(type)));
        return new CachedModelObjects(model, objects, List.copyOf(context.getSecondaryResources(Pod.class)),
                FailedCreates.of(context));
    }

    private void apply(CachedModelObjects resources, ModelDecision decision, Context<FareModel> context) {
        ModelObjects objects = new ModelObjects(resources.model(), settings);
        switch (decision) {
            case ModelDecision.NoAction _ -> repairPolicy(resources, context);
            // Without a route the next observation says why.
            case ModelDecision.TrainModel(_, int run) -> {
                TrainingObjects training = new TrainingObjects(resources.model(), settings);
                observer.route(resources.model()).ifPresent(route -> trainings
                        .attempt(resources.model(), () -> {
                            cluster.apply(training.networkPolicy(run));
                            cluster.create(training.job(run, route));
                        }));
                if (trainings.of(resources.model()).isPresent()) {
                    queue.leave(resources.model());
                }
            }
            case ModelDecision.ServeModel(_, var trained) -> {
                if (observer.collision(resources, objects.all(trained)).isPresent()) {
                    return; // The next observation reports the collision.
                }
                servings.attempt(resources.model(), () -> {
                    cluster.create(objects.configMap(trained));
                    objects.serving(trained).forEach(wanted -> repair(resources, wanted, context));
                });
            }
            case ModelDecision.CleanUp(_, List<String> names) -> resources.objects().stream()
                    .filter(object -> object instanceof Job || object instanceof ConfigMap
                            || object instanceof NetworkPolicy)
                    .filter(object -> names.contains(object.getMetadata().getName())).forEach(cluster::delete);
        }
    }

    /// Repairs the NetworkPolicy of a training, while its Job is there.
    private void repairPolicy(CachedModelObjects resources, Context<FareModel> context) {
        int run = resources.model().getSpec().training().run();
        HasMetadata wanted = new TrainingObjects(resources.model(), settings).networkPolicy(run);
        if (resources.find(Job.class, wanted.getMetadata().getName()).isPresent()
                && observer.collision(resources, List.of(wanted)).isEmpty()) {
            trainings.attempt(resources.model(), () -> repair(resources, wanted, context));
        }
    }

    private void repair(CachedModelObjects resources, HasMetadata wanted, Context<FareModel> context) {
        if (!observer.hasWantedFields(resources, wanted, context)) {
            cluster.apply(wanted);
        } else if (observer.hasAdditions(resources, wanted)) {
            cluster.edit(wanted, actual -> Additions.removed(actual, wanted).orElse(actual));
        }
    }

    /// The condition that is true of those that kstatus reads.
    private static String state(@Nullable FareModelStatus status) {
        List<Condition> conditions = status == null
                ? List.of()
                : Objects.requireNonNullElse(status.conditions(), List.of());
        return STATES.stream().filter(type -> Conditions.find(conditions, type)
                .filter(condition -> condition.status().equals(Conditions.TRUE)).isPresent()).findFirst()
                .orElse(Readiness.RECONCILING);
    }

    private static boolean isTraining(FareModel model) {
        return model.getStatus() != null && Conditions.find(model.getStatus().conditions(), ModelLifecycle.TRAINED)
                .filter(condition -> condition.reason().equals(ModelReason.TrainingRunning.name())).isPresent();
    }

    private static Optional<Duration> after(ModelDecision decision) {
        if (!(decision instanceof ModelDecision.NoAction)) {
            return Optional.of(SOON);
        }
        List<String> reasons = Objects.requireNonNullElse(decision.status().conditions(), List.<Condition>of()).stream()
                .map(Condition::reason).toList();
        if (reasons.contains(ModelReason.TrainingBlocked.name())
                || reasons.contains(ModelReason.TrainingQueued.name())) {
            return Optional.of(BLOCKED);
        }
        boolean awaiting = reasons.contains(ModelReason.ServersStarting.name())
                || reasons.contains(ModelReason.ServersFailed.name())
                || reasons.contains(ModelReason.ServersRolling.name());
        return awaiting ? Optional.of(AWAITING) : Optional.empty();
    }
}
