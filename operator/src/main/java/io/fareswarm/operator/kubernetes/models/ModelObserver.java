package io.fareswarm.operator.kubernetes.models;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CsvSource;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.limits.Demand;
import io.fareswarm.operator.kubernetes.limits.StartQueue;
import io.fareswarm.operator.kubernetes.targets.TargetAccess;
import io.fareswarm.operator.kubernetes.targets.TargetGate;
import io.fareswarm.operator.model.ModelObservation;
import io.fareswarm.operator.model.ModelObservation.FareModelView;
import io.fareswarm.operator.model.ModelObservation.Servers;
import io.fareswarm.operator.model.ModelObservation.ServingView;
import io.fareswarm.operator.model.ModelObservation.TrainingView;
import io.fareswarm.operator.run.Admission;
import io.fareswarm.protocol.Route;

/// Observer of FareModels: makes an observation from the caches, the API server and the response of a model server.
final class ModelObserver {
    private final OperatorSettings settings;
    private final Cluster cluster;
    private final Clock time;
    private final ApiRejections trainings;
    private final ApiRejections servings;
    private final StartQueue queue;
    private final PredictionProbe probe = new PredictionProbe();

    /// @param trainings rejections of training Jobs
    /// @param servings rejections of objects that serve
    /// @param queue queue of trainings
    ModelObserver(OperatorSettings settings, Cluster cluster, Clock time, ApiRejections trainings,
            ApiRejections servings, StartQueue queue) {
        this.settings = settings;
        this.cluster = cluster;
        this.time = time;
        this.trainings = trainings;
        this.servings = servings;
        this.queue = queue;
    }

    ModelObservation observe(CachedModelObjects resources, @Nullable FareModelStatus known, Context<FareModel> context)
            throws InterruptedException {
        FareModel model = resources.model();
        int wanted = model.getSpec().training().run();
        TrainedModel trained = known == null ? null : known.model();
        Integer trainedRun = known == null ? null : known.trainingRun();
        ServingView serving = trained == null ? ServingView.NONE : serving(resources, trained, context);
        return new ModelObservation(new FareModelView(model.getMetadata().getGeneration(), model.getSpec(), known),
                training(resources, wanted, trainedRun), serving, resources.leftovers(trained, trainedRun, wanted),
                time.instant());
    }

    /// The training's state, after it has asked the queue if it is ready to begin.
    private TrainingView training(CachedModelObjects resources, int wanted, @Nullable Integer trainedRun) {
        boolean isDue = trainedRun == null || trainedRun < wanted;
        TrainingView view = training(resources, wanted, isDue);
        if (view instanceof TrainingView.StartRejected || (view instanceof TrainingView.NotStarted && isDue)) {
            return queue.enter(resources.model(), Demand.NONE) instanceof Admission.Queued(String message)
                    ? new TrainingView.Queued(message)
                    : view;
        }
        if (view instanceof TrainingView.Running) {
            queue.hold(resources.model(), Demand.NONE);
        } else {
            queue.leave(resources.model());
        }
        return view;
    }

    private TrainingView training(CachedModelObjects resources, int wanted, boolean isDue) {
        List<Double> given = resources.model().getSpec().training().weights();
        if (given != null) {
            return new TrainingView.Succeeded(ModelDocument.given(given, time.instant()));
        }
        String name = TrainingObjects.name(resources.model(), wanted);
        Optional<Job> job = resources.find(Job.class, name);
        if (job.isPresent()) {
            return TrainingObserver.of(job.get(), resources.trainer(job.get()), resources.obstacle(job.get()));
        }
        if (!isDue) {
            return new TrainingView.NotStarted();
        }
        TrainingObjects objects = new TrainingObjects(resources.model(), settings);
        return obstacle(resources.model())
                .or(() -> cluster.foreign(objects.job(wanted, Route.DEFAULT), resources.model()))
                .or(() -> cluster.foreign(objects.networkPolicy(wanted), resources.model()))
                .<TrainingView>map(TrainingView.Blocked::new)
                .or(() -> trainings.of(resources.model()).map(TrainingView.StartRejected::new))
                .orElseGet(TrainingView.NotStarted::new);
    }

    /// Reason why a training cannot begin: its file's address is not allowed, or its ConfigMap or the key is missing, for which the
    /// pod itself would wait without an error.
    private Optional<String> obstacle(FareModel model) {
        CsvSource csv = model.getSpec().training().csv();
        String namespace = model.getMetadata().getNamespace();
        if (csv == null) {
            return Optional.empty();
        }
        if (csv.url() != null) {
            return switch (download(csv.url(), namespace)) {
                case TargetAccess.Allowed _ -> Optional.empty();
                case TargetAccess.Rejected(String message) -> Optional.of(message);
                case TargetAccess.Waiting(String message) -> Optional.of(message);
            };
        }
        if (csv.configMap() == null) {
            return Optional.empty();
        }
        String key = csv.configMap().key();
        Optional<ConfigMap> found = cluster.configMap(namespace, csv.configMap().name());
        if (found.isEmpty()) {
            return Optional.of("spec.training.csv.configMap: expected a ConfigMap %s in namespace %s, found none"
                    .formatted(csv.configMap().name(), namespace));
        }
        boolean hasKey = (found.get().getData() != null && found.get().getData().containsKey(key))
                || (found.get().getBinaryData() != null && found.get().getBinaryData().containsKey(key));
        return hasKey
                ? Optional.empty()
                : Optional.of("spec.training.csv.configMap: expected a key %s in ConfigMap %s, found none"
                        .formatted(key, csv.configMap().name()));
    }

    private TargetAccess download(CsvSource.Download file, String namespace) {
        return new TargetGate(cluster, settings.targets()).access("spec.training.csv.url.address", file.address(),
                namespace);
    }

    /// The route to the model's file of rides, checked now; empty if the training must not begin. A model without such a file
    /// has the default route.
    Optional<Route> route(FareModel model) {
        CsvSource csv = model.getSpec().training().csv();
        if (csv == null || csv.url() == null) {
            return Optional.of(Route.DEFAULT);
        }
        return download(csv.url(), model.getMetadata().getNamespace()) instanceof TargetAccess.Allowed(Route route)
                ? Optional.of(route)
                : Optional.empty();
    }

    private ServingView serving(CachedModelObjects resources, TrainedModel trained, Context<FareModel> context)
            throws InterruptedException {
        ModelObjects objects = new ModelObjects(resources.model(), settings);
        Optional<String> collision = collision(resources, objects.all(trained));
        if (collision.isPresent()) {
            return new ServingView(true, null, null, new Servers(0, 0, false, objects.selector()), collision.get());
        }
        boolean asWanted = resources.find(ConfigMap.class, objects.configMapName(trained)).isPresent()
                && objects.serving(trained).stream().allMatch(object -> isAsWanted(resources, object, context));
        Optional<DeploymentStatus> status = resources.find(Deployment.class, objects.name())
                .map(Deployment::getStatus);
        List<Pod> ready = resources.servers().stream().filter(CachedModelObjects::isReady).toList();
        boolean one = resources.served().equals(Set.of(ModelObjects.shortDigest(trained.digest())));
        return new ServingView(asWanted, one ? trained.digest() : null, objects.url(),
                new Servers(status.map(DeploymentStatus::getReplicas).orElse(0),
                        status.map(DeploymentStatus::getReadyReplicas).orElse(0),
                        probe.anyPredicts(ready), objects.selector()),
                problem(resources, objects.name(), asWanted));
    }

    /// @param asWanted whether all objects are as wanted, which makes earlier rejections obsolete
    private @Nullable String problem(CachedModelObjects resources, String name, boolean asWanted) {
        return Optional.of(resources.model()).filter(_ -> !asWanted).flatMap(servings::of)
                .or(() -> resources.servingProblem(name)).orElse(null);
    }

    private boolean isAsWanted(CachedModelObjects resources, HasMetadata wanted, Context<FareModel> context) {
        return hasWantedFields(resources, wanted, context) && !hasAdditions(resources, wanted);
    }

    /// Whether an existing object has [Additions].
    boolean hasAdditions(CachedModelObjects resources, HasMetadata wanted) {
        return resources.find(wanted.getClass(), wanted.getMetadata().getName())
                .flatMap(actual -> Additions.removed(actual, wanted)).isPresent();
    }

    /// Whether an object exists with all wanted fields.
    @SuppressWarnings({"unchecked", "rawtypes"}) // the matcher compares objects of the same class
    boolean hasWantedFields(CachedModelObjects resources, HasMetadata wanted, Context<FareModel> context) {
        Optional<? extends HasMetadata> actual = resources.find(wanted.getClass(), wanted.getMetadata().getName());
        return actual.isPresent()
                && ((SSABasedGenericKubernetesResourceMatcher) SSABasedGenericKubernetesResourceMatcher.getInstance())
                        .matches(actual.get(), wanted, context);
    }

    /// Reason why one of these objects cannot be created: an object of another owner has its name.
    Optional<String> collision(CachedModelObjects resources, List<HasMetadata> wanted) {
        return wanted.stream()
                .filter(object -> resources.find(object.getClass(), object.getMetadata().getName()).isEmpty())
                .map(object -> cluster.foreign(object, resources.model())).flatMap(Optional::stream).findFirst();
    }
}
