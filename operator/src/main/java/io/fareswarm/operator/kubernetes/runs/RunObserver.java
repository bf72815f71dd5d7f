package io.fareswarm.operator.kubernetes.runs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.CacheMemory;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.kubernetes.limits.Demand;
import io.fareswarm.operator.kubernetes.limits.StartQueue;
import io.fareswarm.operator.kubernetes.targets.TargetGate;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.Admission;
import io.fareswarm.operator.run.ClusterView;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.ClusterView.LimitView;
import io.fareswarm.operator.run.ObjectsView;
import io.fareswarm.operator.run.RunNotes;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunObservation.FleetView;
import io.fareswarm.operator.run.RunObservation.LoadTestView;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.operator.run.WorkerView;

/// Observer of runs: makes an observation from the caches, the workers and Prometheus.
record RunObserver(OperatorSettings settings, TargetGate gate, RunRegistry runs, ApiRejections rejections,
        CacheMemory memory, StartQueue queue, Clock time) {
    private static final ObjectsView COMPLETE = new ObjectsView.Complete();

    RunObservation observe(CachedRunObjects resources, @Nullable LoadTestStatus known) throws InterruptedException {
        LoadTest test = resources.test();
        String namespace = test.getMetadata().getNamespace();
        int run = RunObservation.run(test.getSpec(), known);
        boolean over = isOver(known, run);
        boolean created = resources.job(run).isPresent() || hasBegun(known);
        Optional<ClusterRun> held = runs.find(test, run, created);
        List<WorkerView> workers = held.isPresent() ? workers(resources, run, held.get(), known) : List.of();
        MergedResult measured = held.map(one -> one.fleet().measured())
                .orElseGet(() -> new ResultAccumulator(RunPlan.of(test.getSpec()).taskNames()).measured());
        boolean leftovers = over && (resources.job(run).isPresent() || held.isPresent()
                || !resources.jobsOfOtherRuns(run).isEmpty()
                || !resources.expired(test.getSpec().historyLimit()).isEmpty());
        boolean isNew = known == null || !test.getMetadata().getGeneration().equals(known.observedGeneration());
        LoadTestSpec startSpec = held.map(ClusterRun::spec)
                .orElseGet(() -> over && isNew ? runs.reportedSpec(test, run).orElse(null) : null);
        String obstacle = rejections.of(test).or(() -> memory.shortage(namespace))
                .or(() -> resources.obstacle(run)).orElse(null);
        TargetView target = over ? new TargetView.NotReady("the run is over") : target(resources, held);
        ClusterView cluster = new ClusterView(startSpec, obstacle,
                RunObjects.name(test.getMetadata().getName(), run),
                held.filter(one -> one.isSeriesDue(time.instant(), resources.report(run).isPresent(),
                        RunNotes.counted(known))).isPresent(),
                leftovers, over ? count(test, known, run) : notCounted(), limits(test, known, target));
        return new RunObservation(
                new LoadTestView(namespace, test.getMetadata().getName(), test.getMetadata().getGeneration(),
                        test.getSpec(), known),
                target,
                new FleetView(workers, measured,
                        over || !(created || held.isPresent()) ? COMPLETE : objects(resources, run, held, known)),
                cluster, time.instant());
    }

    private LimitView limits(LoadTest test, @Nullable LoadTestStatus known, TargetView target) {
        Phase phase = known == null || known.phase() == null ? Phase.Pending : known.phase();
        Demand demand = Demand.of(test.getSpec());
        return switch (phase) {
            // A run whose target is not ready does not wait, because it could not begin.
            case Pending, Finished, Error -> target instanceof TargetView.Ready
                    ? new LimitView(queue.enter(test, demand), null)
                    : LimitView.NONE;
            case Preparing, Running, Finishing ->
                new LimitView(new Admission.Admitted(), queue.exceeded(test, demand).orElse(null));
        };
    }

    /// The state of the objects of a run that has been created and is not over.
    private ObjectsView objects(CachedRunObjects resources, int number, Optional<ClusterRun> held,
            @Nullable LoadTestStatus known) {
        LoadTest test = resources.test();
        String secret = RunObjects.secretName(test, number);
        if (held.isEmpty()) {
            return new ObjectsView.Lost((runs.secret(test, number).isPresent()
                    ? "expected the token and the spec of the run in its Secret %s, found something else"
                    : "the Secret %s of the run was deleted").formatted(secret)
                    + ", so its workers can no longer be called");
        }
        Optional<Job> job = resources.job(number);
        if (runs.isJobDeleted(held.get(), job) || (job.isEmpty() && hasBegun(known))) {
            return new ObjectsView.Lost("the Job %s was deleted, and its workers with it"
                    .formatted(RunObjects.name(test.getMetadata().getName(), number)));
        }
        return held.get().isSecretMissing(time.instant(), () -> runs.secret(test, number))
                ? new ObjectsView.SecretMissing()
                : COMPLETE;
    }

    private static List<WorkerView> workers(CachedRunObjects resources, int number, ClusterRun run,
            @Nullable LoadTestStatus known) throws InterruptedException {
        List<Pod> pods = run.job(resources.job(number)).map(job -> WorkerPods.of(job, resources.pods()))
                .orElse(List.of());
        return run.observe(pods, RunPlan.barrier(known));
    }

    /// A run's target as it was checked a short time ago; the target of the spec before there is a run.
    private TargetView target(CachedRunObjects resources, Optional<ClusterRun> held) {
        TargetResolver resolver = new TargetResolver(gate);
        String namespace = resources.test().getMetadata().getNamespace();
        return held.map(run -> run.target(time.instant(),
                () -> resolver.view(run.spec(), namespace, resources.model())))
                .orElseGet(() -> resolver.view(resources.test().getSpec(), namespace, resources.model()));
    }

    private static boolean isOver(@Nullable LoadTestStatus known, int run) {
        return known != null && known.run() != null && known.run().number() == run
                && (known.phase() == Phase.Finished || known.phase() == Phase.Error);
    }

    /// Whether a status says that a run has begun and is not over: then it has been created.
    private static boolean hasBegun(@Nullable LoadTestStatus known) {
        return known != null && known.run() != null
                && (known.phase() == Phase.Running || known.phase() == Phase.Finishing);
    }

    private CountView notCounted() {
        return settings.prometheus() == null ? new CountView.NoPrometheus() : new CountView.NotQueried();
    }

    private CountView count(LoadTest test, @Nullable LoadTestStatus known, int run) throws InterruptedException {
        if (known == null || settings.prometheus() == null || known.run() == null || known.run().startedAt() == null
                || !CountView.isPending(known)) {
            return notCounted();
        }
        // The range begins at the start, because a deleted LoadTest of the same name may have run before it.
        Duration back = Duration.between(Instant.parse(known.run().startedAt()), time.instant()).plusSeconds(1);
        return new PrometheusClient(runs.http(), settings.prometheus()).ask(PrometheusClient.query(
                test.getMetadata().getNamespace(), test.getMetadata().getName(), run, back));
    }
}
