package io.fareswarm.operator.kubernetes.runs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.NamespaceDeletion;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.run.LiveFigures;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunNotes;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.TargetView;

/// Executor of decisions about a LoadTest on a cluster. A decision may be carried out more than once.
record DecisionExecutor(OperatorSettings settings, Cluster cluster, RunRegistry runs, ApiRejections rejections,
        Clock time) {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionExecutor.class);
    /// Maximum size of a run's ConfigMap, bytes; Kubernetes accepts 1 MiB.
    private static final int MAX_REPORT_BYTES = 900 << 10;

    /// Carries out a decision. The fleet makes the calls to existing workers.
    void apply(CachedRunObjects resources, RunObservation seen, RunDecision decision) throws InterruptedException {
        LoadTest test = resources.test();
        Optional<ClusterRun> run = runs.find(test, seen.run(), false);
        switch (decision) {
            case RunDecision.CreateWorkers _ -> rejections.attempt(test, () -> create(resources, seen));
            case RunDecision.CleanUp _ -> cleanUp(resources, seen);
            case RunDecision.KillWorkers(_, List<String> ids) ->
                resources.pods(seen.run()).stream().filter(pod -> ids.contains(pod.getMetadata().getUid()))
                        .forEach(cluster::kill);
            case RunDecision.StoreProgress(_, List<String> ids) ->
                run.ifPresent(held -> storeProgress(test, seen, held, ids));
            case RunDecision.RestoreSecret _ ->
                run.ifPresent(held -> rejections.attempt(test, () -> restoreSecret(test, held)));
            case RunDecision.AssignSlices _,RunDecision.Revise _,RunDecision.StartWorkers _,RunDecision.TakeOver _,RunDecision.HandOver _,RunDecision.StopWorkers _,RunDecision.ReleaseWorkers _,RunDecision.NoAction _,RunDecision.StoreResult _ -> {
                if (run.isPresent()) {
                    // A replacement gets the edits in its slice: then no revision follows.
                    if (decision instanceof RunDecision.Revise || decision instanceof RunDecision.TakeOver) {
                        prolong(resources, seen);
                    }
                    run.get().fleet().apply(seen.runId(), decision);
                    // The pods of a headless Service change during a run.
                    if (seen.target() instanceof TargetView.Ready ready) {
                        run.get().fleet().permit(seen.runId(), ready.route());
                    }
                }
            }
        }
    }

    /// Creates the run's objects. The Secret is the first: it contains the spec of the run, which later edits of the
    /// LoadTest do not change. The Job replaces failed pods itself. A Job that only the caches lack has its objects: another
    /// Secret would have a token that the workers do not have.
    private void create(CachedRunObjects resources, RunObservation seen) {
        LoadTest test = resources.test();
        if (resources.job(seen.run()).isPresent() || cluster.isThere(test, RunObjects.named(test, seen.run()))) {
            return;
        }
        RunObjects objects = new RunObjects(test, seen.run(), settings);
        resources.jobsOfOtherRuns(seen.run()).forEach(job -> remove(test, CachedRunObjects.run(job)));
        cluster.create(objects.secret(WorkerClient.randomToken(), runs.write(test.getSpec())));
        ClusterRun run = runs.load(test, seen.run()).orElseThrow(() -> new ApiRejections.Taken(
                cluster.foreign(objects.secret("", new byte[0]), test).orElse("the run's Secret cannot be read")));
        createOwn(test, objects.networkPolicy(run.spec()));
        if (settings.workerDisruptionBudgets()) {
            createOwn(test, objects.disruptionBudget(run.spec()));
        }
        cluster.create(objects.job(run.spec()));
    }

    /// Creates an object before the Job, because nothing creates it later.
    ///
    /// @throws ApiRejections.Taken if an object of this name belongs to another owner, such as a deleted LoadTest of the name
    private void createOwn(LoadTest test, HasMetadata wanted) {
        cluster.create(wanted);
        cluster.foreign(wanted, test).ifPresent(message -> {
            throw new ApiRejections.Taken(message);
        });
    }

    /// Creates the run's Secret again. One with other content that belongs to the run is replaced.
    private void restoreSecret(LoadTest test, ClusterRun run) {
        Secret wanted = new RunObjects(test, run.number(), settings).secret(run.secret());
        LOG.warn("expected the run's token and spec in Secret {}, found none or others: it is created again",
                wanted.getMetadata().getName());
        cluster.delete(test, wanted);
        cluster.create(wanted);
    }

    /// Moves the Job's deadline, so that it does not end a run that an edit made longer.
    private void prolong(CachedRunObjects resources, RunObservation seen) {
        Job wanted = new RunObjects(resources.test(), seen.run(), settings).deadline(seen.runSpec());
        Long deadline = wanted.getSpec().getActiveDeadlineSeconds();
        if (resources.job(seen.run()).filter(job -> job.getSpec().getActiveDeadlineSeconds() < deadline).isPresent()) {
            cluster.apply(wanted);
        }
    }

    private void cleanUp(CachedRunObjects resources, RunObservation seen) {
        LoadTest test = resources.test();
        if (runs.find(test, seen.run(), false).isPresent() || resources.job(seen.run()).isPresent()) {
            remove(test, seen.run());
        }
        resources.jobsOfOtherRuns(seen.run()).forEach(job -> remove(test, CachedRunObjects.run(job)));
        resources.expired(test.getSpec().historyLimit()).forEach(cluster::delete);
        runs.forget(test);
        rejections.forget(test);
    }

    /// Deletes a run's objects but not its report. The Job is the last: while it exists, the clean-up is repeated.
    private void remove(LoadTest test, int run) {
        RunObjects objects = new RunObjects(test, run, settings);
        cluster.delete(test, objects.secret("", new byte[0]));
        cluster.delete(test,
                new NetworkPolicyBuilder().withMetadata(RunObjects.named(test, run).getMetadata()).build());
        cluster.delete(test, objects.disruptionBudget(test.getSpec()));
        cluster.delete(test, RunObjects.named(test, run));
    }

    /// Stores the run over time and the reports of lost workers. Without the former the run goes on, without the latter it
    /// does not.
    private void storeProgress(LoadTest test, RunObservation seen, ClusterRun run, List<String> ids) {
        Map<String, byte[]> lost = LostWorkerCodec.entries(run.fleet().lost(ids));
        Series soFar = run.series(RunNotes.of(seen));
        // The figures of the workers are only for the page. They must not keep the reports out.
        Map<String, String> whole = ReportFiles.fitting(
                Map.of(ReportFiles.SERIES, soFar.with(LiveFigures.workers(seen)).toJson()),
                MAX_REPORT_BYTES - bytes(lost));
        Map<String, String> series = whole.isEmpty() ? Map.of(ReportFiles.SERIES, soFar.toJson()) : whole;
        try {
            cluster.apply(new RunObjects(test, seen.run(), settings).report(series, lost));
            run.fleet().markStored(ids);
        } catch (KubernetesClientException e) {
            if (!ids.isEmpty() || NamespaceDeletion.isCause(e)) {
                throw e;
            }
            LOG.warn("the run over time is not stored: {}", e.getMessage());
        }
        run.seriesStored(time.instant(), RunNotes.counted(seen.test().status()));
    }

    /// Stores the report of a run that is over, before its status is written.
    void storeReport(CachedRunObjects resources, RunObservation seen, LoadTestStatus status) {
        LoadTest test = resources.test();
        Optional<ClusterRun> run = runs.find(test, seen.run(), false);
        LoadTestSpec spec = run.map(ClusterRun::spec).orElse(test.getSpec());
        Duration span = status.run() == null
                ? Duration.ZERO
                : RunPlan.of(seen.runSpec()).span(status.run(), seen.fleet().measured(), time.instant());
        Optional<ConfigMap> stored = run.isPresent() ? Optional.empty() : runs.report(test, seen.run());
        Map<String, String> files = ReportFiles.of(test.getMetadata().getNamespace(), test.getMetadata().getName(),
                spec, RunPlan.of(spec).tasks(), status, seen.fleet().measured(), span,
                run.map(held -> held.series(RunNotes.of(seen)))
                        .or(() -> stored.flatMap(LostWorkerCodec::series).map(held -> held.with(List.of())))
                        .orElseGet(() -> Series.of(0, List.of(), seen.fleet().measured())));
        Map<String, byte[]> lost = run.map(held -> LostWorkerCodec.entries(held.fleet().lost(List.of())))
                .orElseGet(() -> stored.map(LostWorkerCodec::packed).orElse(Map.of()));
        long room = MAX_REPORT_BYTES - bytes(lost);
        Map<String, String> fitting = ReportFiles.fitting(files, room);
        if (fitting.size() < files.size()) {
            LOG.warn("expected a report below {} bytes, found more: it is stored without {}", MAX_REPORT_BYTES,
                    files.keySet().stream().filter(file -> !fitting.containsKey(file)).toList());
        }
        cluster.apply(new RunObjects(test, seen.run(), settings).report(fitting, lost));
    }

    private static long bytes(Map<String, byte[]> files) {
        return files.values().stream().mapToLong(bytes -> bytes.length).sum();
    }
}
