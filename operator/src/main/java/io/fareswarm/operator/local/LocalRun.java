package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Live.LiveWorker;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.operator.fleet.FleetLimits;
import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.result.report.Series.Note;
import io.fareswarm.operator.run.ClusterView;
import io.fareswarm.operator.run.LiveFigures;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.RunLifecycle;
import io.fareswarm.operator.run.RunNotes;
import io.fareswarm.operator.run.RunObservation;
import io.fareswarm.operator.run.RunObservation.FleetView;
import io.fareswarm.operator.run.RunObservation.LoadTestView;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.WorkerProtocol;

/// One LoadTest on this machine: observe, decide, apply. One thread calls its methods.
public final class LocalRun implements AutoCloseable {
    private final LoadTest test;
    private final Path files;
    private final LocalMachine machine;
    private final String token = WorkerClient.randomToken();
    private final WorkerFleet fleet;
    private final Map<String, LocalWorker> workers = new LinkedHashMap<>();
    private final Instant createdAt;
    private final LoadTestSpec startSpec;
    private LoadTestSpec spec;
    private long generation = 1;
    private @Nullable LoadTestStatus status;
    private MergedResult measured;
    private List<Note> notes = List.of();
    private List<LiveWorker> live = List.of();

    /// @param files directory with the test's Secrets and ConfigMaps for the workers
    LocalRun(LoadTest test, Path files, LocalMachine machine) {
        this.test = test;
        this.files = files;
        this.machine = machine;
        this.startSpec = test.getSpec();
        this.spec = startSpec;
        RunPlan plan = RunPlan.of(spec);
        this.fleet = new WorkerFleet(plan.taskNames(), plan.firstSecond(),
                new WorkerClient.Shared(machine.http(), token,
                        machine.time(), FleetLimits.ofThisProcess(), test.getMetadata().getNamespace()),
                () -> {});
        this.measured = fleet.measured();
        this.createdAt = machine.time().instant();
    }

    /// Takes over the spec as it is now.
    void edit(LoadTestSpec edited) {
        if (!edited.equals(spec)) {
            spec = edited;
            generation++;
        }
    }

    /// Observes, decides and applies once.
    ///
    /// @return the status afterwards
    LoadTestStatus step(TargetView target) throws IOException, InterruptedException {
        List<WorkerView> views = fleet.observe(workers.values().stream().map(LocalWorker::process).toList(),
                RunPlan.barrier(status));
        measured = fleet.measured();
        RunObservation seen = new RunObservation(
                new LoadTestView(namespace(), test.getMetadata().getName(), generation, spec, status), target,
                new FleetView(views, measured), ClusterView.onMachine(startSpec), machine.time().instant());
        notes = RunNotes.of(seen);
        live = LiveFigures.workers(seen);
        RunDecision decision = RunLifecycle.decide(seen);
        status = decision.status();
        switch (decision) {
            case RunDecision.CreateWorkers(_, var attempts) -> create(attempts);
            case RunDecision.KillWorkers(_, var ids) ->
                ids.forEach(id -> workers.computeIfPresent(id, (_, worker) -> worker.kill()));
            // No other process continues after this one, so memory is a sufficient store.
            case RunDecision.StoreProgress(_, var ids) -> fleet.markStored(ids);
            default -> fleet.apply(seen.runId(), decision);
        }
        return decision.status();
    }

    private void create(List<WorkerAttempt> attempts) throws IOException {
        for (WorkerAttempt identity : attempts) {
            String id = LocalWorker.id(identity);
            if (!workers.containsKey(id)) {
                List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--files",
                        files.toString(), "--allowed-cidrs", AddressPolicy.ANYWHERE, "--until-stdin-closes"));
                arguments.addAll(RunPlan.of(startSpec).workerArguments());
                List<String> command = machine.installation().command(Installation.WORKER,
                        arguments.toArray(String[]::new));
                workers.put(id, new LocalWorker(identity, new ChildProcess(command,
                        Map.of(WorkerProtocol.TOKEN_VARIABLE, token), machine.output().log(name() + "-" + id), true),
                        false));
            }
        }
    }

    /// The report: the contents of its files by name.
    Map<String, String> report() {
        return ReportFiles.of(namespace(), test.getMetadata().getName(), startSpec,
                RunPlan.of(startSpec).tasks(), status(), measured, span(), source().whole());
    }

    /// What the run over time is made of.
    Series.SeriesInput source() {
        return new Series.SeriesInput(RunPlan.wholeSeconds(RunPlan.of(startSpec).warmup()), notes, measured,
                live);
    }

    private List<Edit> edits() {
        LoadTestStatus.Run run = status == null ? null : status.run();
        return run == null ? List.of() : run.allEdits();
    }

    /// How long to wait before the next step.
    Duration pause() {
        boolean steady = status != null && status.phase() == LoadTestStatus.Phase.Running;
        return Duration.ofMillis(steady ? 500 : 100);
    }

    private Duration span() {
        LoadTestStatus.Run run = status().run();
        return run == null ? Duration.ZERO : RunPlan.of(spec()).span(run, measured, machine.time().instant());
    }

    private String namespace() {
        return test.getMetadata().getNamespace();
    }

    /// The display name of the test.
    public String name() {
        return DisplayName.of(test);
    }

    /// The number of the run.
    int number() {
        return startSpec.run();
    }

    /// The spec of the run, with the edits that were applied.
    public LoadTestSpec spec() {
        return edits().isEmpty() ? startSpec : startSpec.edited(edits().getLast());
    }

    /// The status after the last step.
    public LoadTestStatus status() {
        return Objects.requireNonNull(status);
    }

    /// What the workers reported, merged.
    public MergedResult measured() {
        return measured;
    }

    /// How long ago the run was created.
    public Duration age() {
        return Duration.between(createdAt, machine.time().instant());
    }

    /// Time since the start barrier; zero before it is set.
    public Duration elapsed() {
        LoadTestStatus.Run run = status().run();
        return run == null || run.startedAt() == null
                ? Duration.ZERO
                : Duration.between(Instant.parse(run.startedAt()), machine.time().instant());
    }

    @Override
    public void close() {
        fleet.close();
        workers.values().forEach(worker -> worker.child().requestExit());
        workers.values().forEach(worker -> worker.child().close());
    }
}
