package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.ClusterView;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunLifecycle;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.TargetView;

/// One LoadTest on this machine: observes, decides with the brain, applies.
final class LocalRun implements AutoCloseable {
    private final LoadTest test;
    private final ResultAccumulator tally;
    private final LocalWorkers workers;
    private final Clock time;
    private LoadTestSpec spec;
    private final Instant createdAt;
    private long generation = 1;
    private @Nullable LoadTestStatus status;
    private MergedResult measured;

    /// @param files where the workers find the Secrets and ConfigMaps of the test
    LocalRun(LoadTest test, Path files, Installation programs, OutputDirectory folder, HttpClient http, Clock time) {
        this.test = test;
        this.spec = test.getSpec();
        this.tally = new ResultAccumulator(RunPlan.of(spec).taskNames());
        this.measured = tally.measured();
        this.workers = new LocalWorkers(name(), files, programs, folder, http, time, tally);
        this.time = time;
        this.createdAt = time.instant();
    }

    /// Asks for an early end, as an edit of `spec.stopRun` does on a cluster.
    void stop() {
        spec = spec.withStopRun(spec.run());
        generation++;
    }

    /// Observes, decides and applies once.
    ///
    /// @return what is known afterwards
    LoadTestStatus step(TargetView target) throws IOException, InterruptedException {
        var views = workers.observe();
        measured = tally.measured();
        RunObservation seen = new RunObservation(namespace(), test.getMetadata().getName(), generation, spec, status,
                target,
                views, measured, ClusterView.NONE, time.instant());
        RunDecision decision = RunLifecycle.decide(seen);
        status = decision.status();
        switch (decision) {
            case RunDecision.Rest _,RunDecision.Conclude _,RunDecision.Keep _,RunDecision.CleanUp _ -> {
            }
            case RunDecision.Create(_, var places) -> workers.create(places);
            case RunDecision.Assign(_, var slices) -> workers.assign(slices);
            case RunDecision.Start(_, var barrier, var ids) -> workers.start(seen.runId(), barrier, ids);
            case RunDecision.TakeUp(_, var barrier, var slices) -> workers.takeUp(seen.runId(), barrier, slices);
            case RunDecision.Dismiss(_, List<String> ids) -> workers.dismiss(ids);
            case RunDecision.Stop(_, List<String> ids) -> workers.stop(ids);
            case RunDecision.Release(_, List<String> ids) -> workers.release(ids);
        }
        return decision.status();
    }

    /// How long to wait for the next step.
    Duration pause() {
        boolean steady = status != null && status.phase() == LoadTestStatus.Phase.Running;
        return Duration.ofMillis(steady ? 500 : 100);
    }

    MergedResult measured() {
        return measured;
    }

    /// Of the run as it is now.
    LoadTestSpec spec() {
        return spec;
    }

    Instant createdAt() {
        return createdAt;
    }

    /// The time that was measured.
    Duration span() {
        LoadTestStatus.Run run = status == null ? null : status.run();
        return run == null ? Duration.ZERO : RunPlan.of(spec).span(run, measured(), time.instant());
    }

    String namespace() {
        return test.getMetadata().getNamespace();
    }

    /// As a user tells it from others: with its namespace unless that is the default one.
    String name() {
        return DisplayName.of(test);
    }

    @Override
    public void close() {
        workers.close();
    }
}
