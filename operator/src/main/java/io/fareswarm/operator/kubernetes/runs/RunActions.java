package io.fareswarm.operator.kubernetes.runs;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.kubernetes.ApiRejections;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunPlan;

/// Does what was decided about a LoadTest. Each may be done twice.
final class RunActions {
    private static final Logger LOG = LoggerFactory.getLogger(RunActions.class);
    private static final int TOKEN_BYTES = 32;
    /// What the reports of lost workers may take in the run's ConfigMap, packed.
    private static final int MOST_KEPT_BYTES = 500 << 10;
    /// What a run's ConfigMap may take; Kubernetes takes a MiB.
    private static final int MOST_BYTES = 900 << 10;

    private final OperatorSettings settings;
    private final Cluster cluster;
    private final RunRegistry runs;
    private final ApiRejections refusals;
    private final Clock time;
    private final SecureRandom random = new SecureRandom();

    RunActions(OperatorSettings settings, Cluster cluster, RunRegistry runs, ApiRejections refusals, Clock time) {
        this.settings = settings;
        this.cluster = cluster;
        this.runs = runs;
        this.refusals = refusals;
        this.time = time;
    }

    void apply(RunResources world, RunObservation seen, RunDecision decision) throws InterruptedException {
        LoadTest test = world.test();
        Optional<ClusterRun> held = runs.find(test, seen.run(), false);
        switch (decision) {
            case RunDecision.Rest _,RunDecision.Conclude _ -> {
                // The status and the report are all.
            }
            case RunDecision.Create _ -> refusals.attempt(world.test(), () -> create(world, seen));
            case RunDecision.CleanUp _ -> cleanUp(world, seen);
            case RunDecision.Keep(_, List<String> ids) -> {
                if (held.isPresent()) {
                    keep(test, seen.run(), held.get(), ids);
                }
            }
            case RunDecision.Assign(_, var slices) -> {
                if (held.isPresent()) {
                    held.get().assign(slices);
                }
            }
            case RunDecision.Revise(_, var revision, var ids) -> {
                if (held.isPresent()) {
                    prolong(world, seen);
                    held.get().revise(revision, ids);
                }
            }
            case RunDecision.Start(_, var barrier, var ids) -> {
                if (held.isPresent()) {
                    held.get().start(seen.runId(), barrier, ids);
                }
            }
            case RunDecision.TakeUp(_, var barrier, var slices) -> {
                if (held.isPresent()) {
                    held.get().takeUp(seen.runId(), barrier, slices);
                }
            }
            case RunDecision.Dismiss(_, List<String> ids) ->
                held.ifPresent(run -> run.pods(ids).forEach(cluster::kill));
            case RunDecision.Stop(_, List<String> ids) -> {
                if (held.isPresent()) {
                    held.get().stop(ids);
                }
            }
            case RunDecision.Release(_, List<String> ids) -> {
                if (held.isPresent()) {
                    held.get().release(ids);
                }
            }
        }
    }

    /// The Secret comes first: it holds what the run goes by, whatever becomes of the LoadTest's spec meanwhile. A Job that
    /// fails replaces its pods itself.
    private void create(RunResources world, RunObservation seen) {
        if (world.job(seen.run()).isPresent()) {
            return;
        }
        LoadTest test = world.test();
        RunObjects objects = new RunObjects(test, seen.run(), settings);
        world.jobsOfOtherRuns(seen.run()).forEach(job -> remove(test, RunResources.run(job)));
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        cluster.create(objects.secret(HexFormat.of().formatHex(token), runs.write(test.getSpec())));
        ClusterRun run = runs.load(test, seen.run()).orElseThrow(() -> new ApiRejections.Taken(
                cluster.foreign(objects.secret("", new byte[0]), test).orElse("the run's Secret cannot be read")));
        cluster.create(objects.networkPolicy());
        cluster.create(objects.job(run.spec()));
    }

    /// A run that an edit has made longer must not be ended by its Job's deadline.
    private void prolong(RunResources world, RunObservation seen) {
        Job wanted = new RunObjects(world.test(), seen.run(), settings).deadline(seen.runSpec());
        Long deadline = wanted.getSpec().getActiveDeadlineSeconds();
        if (world.job(seen.run()).filter(job -> job.getSpec().getActiveDeadlineSeconds() < deadline).isPresent()) {
            cluster.apply(wanted);
        }
    }

    private void cleanUp(RunResources world, RunObservation seen) {
        LoadTest test = world.test();
        if (runs.find(test, seen.run(), false).isPresent() || world.job(seen.run()).isPresent()) {
            remove(test, seen.run());
        }
        world.jobsOfOtherRuns(seen.run()).forEach(job -> remove(test, RunResources.run(job)));
        world.expired(test.getSpec().historyLimit()).forEach(cluster::delete);
        runs.forget(test);
        refusals.forget(test);
    }

    /// Removes all of a run but its report. The Job goes last: as long as it is there, something is left to be done.
    private void remove(LoadTest test, int run) {
        RunObjects objects = new RunObjects(test, run, settings);
        cluster.delete(test, objects.secret("", new byte[0]));
        cluster.delete(test, objects.networkPolicy());
        cluster.delete(test, RunObjects.named(test, run));
    }

    private void keep(LoadTest test, int run, ClusterRun held, List<String> ids) {
        cluster.apply(new RunObjects(test, run, settings).report(Map.of(), packed(held, ids)));
        held.kept(ids);
    }

    private static Map<String, byte[]> packed(ClusterRun held, List<String> ids) {
        Map<String, byte[]> packed = new HashMap<>();
        int bytes = 0;
        for (LostWorker worker : held.lost(ids)) {
            byte[] one = worker.pack();
            bytes += one.length;
            if (bytes > MOST_KEPT_BYTES) {
                LOG.warn(
                        "too many workers were lost to keep the reports of all: the rest would not survive the operator");
                break;
            }
            packed.put(worker.key(), one);
        }
        return packed;
    }

    /// Writes the report of a run that is over, before its status says so.
    void keepReport(RunResources world, RunObservation seen, LoadTestStatus status) {
        LoadTest test = world.test();
        Optional<ClusterRun> held = runs.find(test, seen.run(), false);
        var spec = held.map(ClusterRun::spec).orElse(test.getSpec());
        Duration span = status.run() == null
                ? Duration.ZERO
                : RunPlan.of(seen.runSpec()).span(status.run(), seen.measured(), time.instant());
        Map<String, String> files = ReportFiles.of(test.getMetadata().getNamespace(), test.getMetadata().getName(),
                spec,
                RunPlan.of(spec).tasks(), status, seen.measured(), span);
        Map<String, byte[]> kept = held.map(run -> packed(run, List.of())).orElse(Map.of());
        long room = MOST_BYTES - kept.values().stream().mapToLong(bytes -> bytes.length).sum();
        Map<String, String> fitting = ReportFiles.fitting(files, room);
        if (fitting.size() < files.size()) {
            List<String> left = files.keySet().stream().filter(file -> !fitting.containsKey(file)).toList();
            LOG.warn("the report is larger than its ConfigMap may be, {} are left out", left);
        }
        cluster.apply(new RunObjects(test, seen.run(), settings).report(fitting, kept));
    }
}
