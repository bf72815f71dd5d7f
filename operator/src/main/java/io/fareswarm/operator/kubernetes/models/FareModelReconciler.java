package io.fareswarm.operator.kubernetes.models;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.operator.conditions.ResourceEvent;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.EventRecorder;
import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.StateEviction;
import io.fareswarm.operator.kubernetes.StatusWriter;
import io.fareswarm.operator.kubernetes.WatchSources;
import io.fareswarm.operator.model.ModelDecision;
import io.fareswarm.operator.model.ModelEvents;
import io.fareswarm.operator.model.ModelLifecycle;
import io.fareswarm.operator.model.ModelObservation;
import io.fareswarm.operator.model.ModelReason;

/// Reconciler of FareModels: observes, decides, applies.
@ControllerConfiguration(name = "faremodel", fieldManager = Cluster.FIELD_MANAGER, generationAwareEventProcessing = false, informer = @Informer(onUpdateFilter = FareModelReconciler.Relevant.class))
public final class FareModelReconciler implements Reconciler<FareModel> {
    private static final List<Class<? extends HasMetadata>> OBJECTS = List.of(Job.class, ConfigMap.class,
            Deployment.class, Service.class, PodDisruptionBudget.class, NetworkPolicy.class);
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
    private final EventRecorder events;
    private final StateEviction eviction;

    public FareModelReconciler(OperatorSettings settings, Cluster cluster,
            StatusWriter<FareModelStatus, FareModel> statuses, Clock time) {
        this.settings = settings;
        this.cluster = cluster;
        this.statuses = statuses;
        this.observer = new ModelObserver(settings, cluster, time, trainings, servings);
        this.events = new EventRecorder(cluster, settings, time);
        this.eviction = new StateEviction(time, List.of(statuses::retain, trainings::retain, servings::retain));
    }

    @Override
    public List<EventSource<?, FareModel>> prepareEventSources(EventSourceContext<FareModel> context) {
        String ours = Labels.ours(Labels.TRAINER, Labels.MODEL_SERVER);
        List<EventSource<?, FareModel>> sources = new ArrayList<>();
        OBJECTS.forEach(type -> sources.add(WatchSources.labelled(type, FareModel.class, Labels.MODEL, ours, context)));
        sources.add(WatchSources.labelled(Pod.class, FareModel.class, Labels.MODEL, ours, context));
        return sources;
    }

    @Override
    public UpdateControl<FareModel> reconcile(FareModel model, Context<FareModel> context) throws InterruptedException {
        eviction.run(context);
        FareModelStatus known = statuses.known(model);
        CachedModelObjects resources = gather(model, context);
        ModelObservation seen = observer.observe(resources, known, context);
        ModelDecision decision = ModelLifecycle.decide(seen);
        List<ResourceEvent> steps = ModelEvents.between(known, decision.status());
        if (!steps.isEmpty() && !cluster.exists(model)) {
            return UpdateControl.noUpdate(); // The watch is behind: nothing is created or announced for a deleted model.
        }
        steps.forEach(step -> events.record(model, known, step));
        statuses.write(model, new FareModel(), decision.status(), true);
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
        List<HasMetadata> objects = new ArrayList<>();
        OBJECTS.forEach(type -> objects.addAll(context.getSecondaryResources(type)));
        return new CachedModelObjects(model, objects, List.copyOf(context.getSecondaryResources(Pod.class)));
    }

    private void apply(CachedModelObjects resources, ModelDecision decision, Context<FareModel> context) {
        ModelObjects objects = new ModelObjects(resources.model(), settings);
        switch (decision) {
            case ModelDecision.NoAction _ -> {
                // Only the status is written.
            }
            // Without a route the next observation says why.
            case ModelDecision.TrainModel(_, int run) -> observer.route(resources.model()).ifPresent(route -> trainings
                    .attempt(resources.model(), () -> cluster.create(objects.training(run, route))));
            case ModelDecision.ServeModel(_, var trained) -> {
                if (observer.collision(resources, objects.all(trained)).isPresent()) {
                    return; // The next observation reports the collision.
                }
                servings.attempt(resources.model(), () -> {
                    cluster.create(objects.configMap(trained));
                    objects.serving(trained).stream().filter(wanted -> !observer.isAsWanted(resources, wanted, context))
                            .forEach(cluster::apply);
                });
            }
            case ModelDecision.CleanUp(_, List<String> names) -> resources.objects().stream()
                    .filter(object -> object instanceof Job || object instanceof ConfigMap)
                    .filter(object -> names.contains(object.getMetadata().getName())).forEach(cluster::delete);
        }
    }

    private static Optional<Duration> after(ModelDecision decision) {
        if (!(decision instanceof ModelDecision.NoAction)) {
            return Optional.of(SOON);
        }
        List<String> reasons = Objects.requireNonNullElse(decision.status().conditions(), List.<Condition>of()).stream()
                .map(Condition::reason).toList();
        if (reasons.contains(ModelReason.TrainingBlocked.name())) {
            return Optional.of(BLOCKED);
        }
        boolean awaiting = reasons.contains(ModelReason.ServersStarting.name())
                || reasons.contains(ModelReason.ServersFailed.name())
                || reasons.contains(ModelReason.ServersRolling.name());
        return awaiting ? Optional.of(AWAITING) : Optional.empty();
    }
}
