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
import io.fareswarm.operator.kubernetes.AllowList;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.model.ModelObservation;
import io.fareswarm.operator.model.ModelObservation.FareModelView;
import io.fareswarm.operator.model.ModelObservation.Servers;
import io.fareswarm.operator.model.ModelObservation.ServingView;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

/// Makes an observation of what the caches hold and a server answers.
final class ModelObserver {
    private final OperatorSettings settings;
    private final Cluster cluster;
    private final Clock time;
    private final ApiRejections trainings;
    private final ApiRejections servings;
    private final PredictionProbe prober = new PredictionProbe();

    /// @param trainings that were refused
    /// @param servings objects for serving that were refused
    ModelObserver(OperatorSettings settings, Cluster cluster, Clock time, ApiRejections trainings,
            ApiRejections servings) {
        this.settings = settings;
        this.cluster = cluster;
        this.time = time;
        this.trainings = trainings;
        this.servings = servings;
    }

    ModelObservation observe(ModelResources world, @Nullable FareModelStatus known, Context<FareModel> context)
            throws InterruptedException {
        FareModel model = world.model();
        int wanted = model.getSpec().training().run();
        TrainedModel trained = known == null ? null : known.model();
        Integer trainedRun = known == null ? null : known.trainingRun();
        ServingView serving = trained == null ? ServingView.NONE : serving(world, trained, context);
        return new ModelObservation(
                new FareModelView(model.getMetadata().getGeneration(), model.getSpec(), known),
                training(world, wanted, trainedRun), serving, world.leftovers(trained, trainedRun, wanted),
                time.instant());
    }

    private TrainingView training(ModelResources world, int wanted, @Nullable Integer trainedRun) {
        String name = ModelObjects.trainingName(world.model().getMetadata().getName(), wanted);
        Optional<Job> job = world.find(Job.class, name);
        if (job.isPresent()) {
            return TrainingViews.of(job.get(), world.trainer(job.get()));
        }
        boolean needed = trainedRun == null || trainedRun < wanted;
        return needed
                ? obstacle(world.model()).or(() -> cluster.foreign(
                        new ModelObjects(world.model(), settings).training(wanted), world.model()))
                        .<TrainingView>map(TrainingView.Blocked::new)
                        .or(() -> trainings.of(world.model()).map(TrainingView.Rejected::new))
                        .orElseGet(TrainingView.NotStarted::new)
                : new TrainingView.NotStarted();
    }

    /// Why a training cannot begin, found out before a pod waits for it in silence.
    private Optional<String> obstacle(FareModel model) {
        CsvSource csv = model.getSpec().training().csv();
        String namespace = model.getMetadata().getNamespace();
        if (csv == null) {
            return Optional.empty();
        }
        if (csv.url() != null) {
            return new AllowList(settings.allowedTargets()).refusal("spec.training.csv.url.address",
                    csv.url().address(), namespace);
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
        boolean there = (found.get().getData() != null && found.get().getData().containsKey(key))
                || (found.get().getBinaryData() != null && found.get().getBinaryData().containsKey(key));
        return there
                ? Optional.empty()
                : Optional.of("spec.training.csv.configMap: expected a key %s in ConfigMap %s, found none"
                        .formatted(key, csv.configMap().name()));
    }

    private ServingView serving(ModelResources world, TrainedModel trained, Context<FareModel> context)
            throws InterruptedException {
        ModelObjects objects = new ModelObjects(world.model(), settings);
        List<HasMetadata> wanted = objects.serving(trained);
        Optional<String> collision = collision(world, objects.all(trained));
        if (collision.isPresent()) {
            return new ServingView(true, null, null, new Servers(0, 0, false, objects.selector()), collision.get());
        }
        boolean asWanted = world.find(ConfigMap.class, objects.configMapName(trained)).isPresent()
                && wanted.stream().allMatch(object -> isAsWanted(world, object, context));
        DeploymentStatus status = world.find(Deployment.class, objects.name()).map(Deployment::getStatus).orElse(null);
        List<Pod> ready = world.servers().stream().filter(ModelResources::isReady).toList();
        Set<String> served = world.served();
        boolean one = served.equals(Set.of(ModelObjects.shortDigest(trained.digest())));
        return new ServingView(asWanted, one ? trained.digest() : null, objects.url(),
                new Servers(status == null || status.getReplicas() == null ? 0 : status.getReplicas(),
                        status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas(),
                        prober.anyAnswers(ready), objects.selector()),
                problem(world, objects.name(), asWanted));
    }

    /// @param asWanted whether all that serves was made: what was refused before that is of the past
    private @Nullable String problem(ModelResources world, String name, boolean asWanted) {
        Optional<String> stuck = Optional.of(world.model()).filter(_ -> !asWanted).flatMap(servings::of)
                .or(() -> Optional.ofNullable(world.rolloutProblem(name)));
        return stuck.isPresent()
                ? stuck.get()
                : world.servers().stream().filter(pod -> !ModelResources.isReady(pod)).map(PodProblem::of)
                        .flatMap(Optional::stream).findFirst().orElse(null);
    }

    /// Whether an object is there and has all that is wanted of it.
    @SuppressWarnings({"unchecked", "rawtypes"}) // the matcher compares objects of the same class
    boolean isAsWanted(ModelResources world, HasMetadata wanted, Context<FareModel> context) {
        Optional<? extends HasMetadata> actual = world.find(wanted.getClass(), wanted.getMetadata().getName());
        return actual.isPresent()
                && ((SSABasedGenericKubernetesResourceMatcher) SSABasedGenericKubernetesResourceMatcher.getInstance())
                        .matches(actual.get(), wanted, context);
    }

    /// Why one of these objects must not be made: another one has its name.
    Optional<String> collision(ModelResources world, List<HasMetadata> wanted) {
        return wanted.stream().filter(object -> world.find(object.getClass(), object.getMetadata().getName()).isEmpty())
                .map(object -> cluster.foreign(object, world.model())).flatMap(Optional::stream).findFirst();
    }
}
