package io.fareswarm.operator.run;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.Target;
import io.fareswarm.api.Task;
import io.fareswarm.api.Threshold;
import io.fareswarm.api.Workers;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.ClusterView.LimitView;
import io.fareswarm.operator.run.RunObservation.FleetView;
import io.fareswarm.operator.run.RunObservation.LoadTestView;
import io.fareswarm.operator.run.WorkerView.Disruption;
import io.fareswarm.operator.run.WorkerView.ProcessState;
import io.fareswarm.operator.run.WorkerView.Reports;
import io.fareswarm.operator.run.WorkerView.Responses;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// Builder of an observation of a LoadTest with two workers and a duration of ten seconds. [#decide] makes the decision for
/// it.
final class Situation {
    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    static final TargetView READY = new TargetView.Ready("http://127.0.0.1:8000", "abcd", null, Route.OWN);

    private LoadTestSpec spec = new LoadTestSpec(
            new Target("taxi", null, null, "1s", null, Target.Connection.keepAlive), new Workers(2, null, null),
            "10s",
            null,
            "0s",
            "5s", "1m", "10ms", new Load(new Load.Users(10, 10.0, null, new Load.Wait(null, "1s", null, null)), null),
            null, 42, null, 1,
            null, 5);
    private final WorkerView[] workers = new WorkerView[2];
    private ResultAccumulator results = nothing();
    private ObjectsView objects = new ObjectsView.Complete();
    private @Nullable LoadTestStatus status;
    private TargetView target = READY;
    private Instant now = START;
    private long generation = 1;
    private ClusterView cluster = ClusterView.onMachine(null);
    private final List<WorkerView> others = new ArrayList<>();

    private static ResultAccumulator nothing() {
        return new ResultAccumulator(RunPlan.RIDES.stream().map(Task::name).toList());
    }

    /// The platform observes these objects of the run.
    Situation objects(ObjectsView view) {
        objects = view;
        return this;
    }

    /// Another operator process continues, which can read nothing of what the workers reported.
    Situation forgotten() {
        results = nothing();
        Arrays.fill(workers, null);
        others.clear();
        return this;
    }

    /// A new LoadTest whose target is ready.
    static Situation fresh() {
        return new Situation();
    }

    /// Both workers have been running since one second after [#START].
    static Situation running() {
        return started(fresh());
    }

    /// Likewise, with this duration.
    static Situation running(String duration) {
        Situation situation = fresh();
        situation.spec = situation.lasting(duration);
        return started(situation);
    }

    /// Likewise, with this load.
    static Situation running(Load load) {
        return started(preparing(load));
    }

    /// A new LoadTest with this load, whose length is that of the load.
    static Situation preparing(Load load) {
        Situation situation = fresh();
        situation.spec = Specs.with(Specs.with(situation.spec, "duration", null), "load", load);
        return situation;
    }

    private static Situation started(Situation fresh) {
        Situation situation = fresh.decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decided()
                .with(0, WorkerState.Sliced).with(1, WorkerState.Sliced).decided().with(0, WorkerState.Armed)
                .with(1, WorkerState.Armed).after(PreparingPhase.LEAD).decided();
        return situation.with(0, WorkerState.Running).with(1, WorkerState.Running);
    }

    Situation target(TargetView view) {
        target = view;
        return this;
    }

    /// The time passes, and every live worker responds.
    Situation after(Duration time) {
        now = now.plus(time);
        for (int i = 0; i < workers.length; i++) {
            if (workers[i] != null) {
                workers[i] = responding(workers[i]);
            }
        }
        others.replaceAll(this::responding);
        return this;
    }

    private WorkerView responding(WorkerView old) {
        return old.ended() != null
                ? old
                : new WorkerView(old.id(), old.identity(), old.process(),
                        new Responses(old.responses().lastStatus(), now, old.responses().rejection()), old.reports());
    }

    private WorkerView view(String id, int index, int attempt, @Nullable String ended,
            @Nullable WorkerStatus lastStatus, @Nullable Instant lastResponseAt, boolean all) {
        return new WorkerView(id, new WorkerAttempt(index, attempt), new ProcessState(ended, null),
                new Responses(lastStatus, lastResponseAt, null),
                new Reports(results.measuredSeconds(id), results.requests(id), all, true));
    }

    /// A worker responds now, in this state.
    Situation with(int worker, WorkerState state) {
        return set(worker, state, now, state == WorkerState.Finished);
    }

    /// A worker process exists and has not responded yet.
    Situation created(int worker) {
        workers[worker] = view("worker-" + worker, worker, 0, null, null, null, false);
        return this;
    }

    /// A worker process ended.
    Situation ended(int worker, int attempt, String why) {
        WorkerView old = workers[worker];
        String reporter = "worker-" + worker;
        workers[worker] = new WorkerView(reporter + "-" + attempt, new WorkerAttempt(worker, attempt),
                new ProcessState(why, null),
                old == null ? new Responses(null, null, null) : old.responses(),
                new Reports(results.measuredSeconds(reporter), results.requests(reporter), false, true));
        return this;
    }

    /// A worker responded that it cannot use its slice.
    Situation rejected(int worker, String why) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView(old.id(), old.identity(), old.process(),
                new Responses(old.responses().lastStatus(), old.responses().lastResponseAt(), why), old.reports());
        return this;
    }

    /// A worker failed by an error of its own, and reported what it had.
    Situation failed(int worker, String why) {
        workers[worker] = view("worker-" + worker, worker, 0, null,
                new WorkerStatus(0, true, WorkerState.Finished, assignment(worker, 0, 0), why, null), now, true);
        return this;
    }

    /// A worker has not responded for this long.
    Situation silent(int worker, Duration time) {
        return set(worker, WorkerState.Running, now.minus(time), false);
    }

    /// The run is on a cluster with these observations.
    Situation cluster(@Nullable String obstacle, boolean leftovers, CountView count) {
        cluster = new ClusterView(cluster.startSpec(), obstacle, "rush-run-1", false, leftovers, count,
                cluster.limits());
        return this;
    }

    /// The administrator's limits allow this.
    Situation limits(LimitView limits) {
        cluster = new ClusterView(cluster.startSpec(), cluster.obstacle(), cluster.report(), cluster.seriesDue(),
                cluster.leftovers(), cluster.count(), limits);
        return this;
    }

    /// The spec is edited during the run.
    Situation edited(String duration) {
        LoadTestSpec begun = spec;
        spec = lasting(duration);
        startedWith(begun);
        generation++;
        return this;
    }

    /// The spec is edited during the run.
    Situation edited(UnaryOperator<LoadTestSpec> edit) {
        LoadTestSpec begun = cluster.startSpec() == null ? spec : cluster.startSpec();
        spec = edit.apply(spec);
        cluster = new ClusterView(begun, null, "rush-run-1", false, false, new CountView.NoPrometheus(),
                cluster.limits());
        generation++;
        return this;
    }

    /// The run over time was stored long ago.
    Situation seriesDue() {
        cluster = new ClusterView(cluster.startSpec(), cluster.obstacle(), cluster.report(), true, cluster.leftovers(),
                cluster.count(), cluster.limits());
        return this;
    }

    /// The slices of both workers have so many edits.
    Situation revised(int revision) {
        for (int i = 0; i < workers.length; i++) {
            WorkerView old = workers[i];
            WorkerStatus status = Objects.requireNonNull(old.responses().lastStatus());
            workers[i] = new WorkerView(old.id(), old.identity(), old.process(), new Responses(new WorkerStatus(0, true,
                    status.state(), revised(Objects.requireNonNull(status.assignment()), revision), null, null), now,
                    null),
                    old.reports());
        }
        return this;
    }

    private LoadTestSpec lasting(String duration) {
        return Specs.with(spec, "duration", duration);
    }

    /// The run was created with the current spec.
    Situation startedWithCurrentSpec() {
        return startedWith(spec);
    }

    private Situation startedWith(LoadTestSpec startSpec) {
        cluster = new ClusterView(startSpec, cluster.obstacle(), cluster.report(), cluster.seriesDue(),
                cluster.leftovers(),
                cluster.count(), cluster.limits());
        return this;
    }

    /// Only `spec.run` is raised; the workers of the previous run continue.
    Situation raisedTo(int run) {
        WorkerView[] present = workers.clone();
        LoadTestSpec begun = spec;
        run(run);
        System.arraycopy(present, 0, workers, 0, present.length);
        cluster = new ClusterView(begun, null, null, false, false, new CountView.NoPrometheus(),
                cluster.limits());
        generation++;
        return this;
    }

    /// The reports of a worker are not stored yet.
    Situation notStored(int worker) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView(old.id(), old.identity(), old.process(), old.responses(),
                new Reports(old.reports().measuredSeconds(), old.reports().requests(), old.reports().all(), false));
        return this;
    }

    /// The platform observes the reason why a worker is not ready.
    Situation withProblem(int worker, String why) {
        workers[worker] = new WorkerView("worker-" + worker, new WorkerAttempt(worker, 0), new ProcessState(null, why),
                new Responses(null, null, null), new Reports(0, 0, false, true));
        return this;
    }

    /// A worker broke the worker protocol with its last response.
    Situation quarantined(int worker, String reason) {
        workers[worker] = quarantined(workers[worker], reason);
        return this;
    }

    private static WorkerView quarantined(WorkerView old, String reason) {
        return new WorkerView(old.id(), old.identity(), old.process(),
                new Responses(old.responses().lastStatus(), old.responses().lastResponseAt(), null,
                        new WorkerView.Unread(reason, true)),
                old.reports());
    }

    /// Another process claims to be a worker of that index, and broke the worker protocol with its first response.
    Situation stranger(int worker, String reason) {
        others.add(quarantined(view("stranger-" + worker, worker, 0, null, null, now, false), reason));
        return this;
    }

    /// A worker that missed the barrier started at a later second.
    Situation startedLate(int worker, long from) {
        workers[worker] = view("worker-" + worker, worker, 0, null,
                new WorkerStatus(0, true, WorkerState.Running, assignment(worker, 0, from), null, null), now, false);
        return this;
    }

    /// A worker leaves: it sends until that second, at its own decision.
    Situation leaving(int worker, long until) {
        return leaving(worker, WorkerState.Running, new WorkerStatus.Leaving(until, false));
    }

    /// A worker leaves: it sends until that second, as ordered.
    Situation handingOver(int worker, long until) {
        return leaving(worker, WorkerState.Running, new WorkerStatus.Leaving(until, true));
    }

    /// A worker has left, in this way, and has reported everything.
    Situation left(int worker, WorkerStatus.Leaving how) {
        return leaving(worker, WorkerState.Finished, how);
    }

    private Situation leaving(int worker, WorkerState state, WorkerStatus.Leaving how) {
        WorkerView old = workers[worker];
        workers[worker] = view(old.id(), worker, old.attempt(), null,
                new WorkerStatus(0, true, state, assignment(worker, 0, 0), null, null, how), now,
                state == WorkerState.Finished);
        return this;
    }

    /// The successor leaves too: it sends until that second.
    Situation successorLeaving(int worker, long from, long until) {
        String id = "worker-" + worker + "-1";
        others.replaceAll(old -> old.id().equals(id)
                ? view(id, worker, 1, null, new WorkerStatus(0, true, WorkerState.Running,
                        assignment(worker, 1, from), null, null, new WorkerStatus.Leaving(until, false)), now, false)
                : old);
        return this;
    }

    /// The successor exists and has not responded to this operator.
    Situation successorSilent(int worker) {
        String id = "worker-" + worker + "-1";
        others.replaceAll(old -> old.id().equals(id) ? view(id, worker, 1, null, null, now, false) : old);
        return this;
    }

    /// A third worker of an index is ready.
    Situation third(int worker) {
        others.add(view("worker-" + worker + "-2", worker, 2, null,
                new WorkerStatus(0, true, WorkerState.Waiting, null, null, null), now, false));
        return this;
    }

    /// A worker's process will be killed at that time.
    Situation killed(int worker, Instant at) {
        return process(worker, new ProcessState(workers[worker].ended(), null, new Disruption(at.toString())));
    }

    /// A worker's process was ended by somebody else.
    Situation evicted(int worker, int attempt) {
        ended(worker, attempt, "exited with status 143");
        return process(worker, new ProcessState("exited with status 143", null, new Disruption(null)));
    }

    private Situation process(int worker, ProcessState state) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView(old.id(), old.identity(), state, old.responses(), old.reports());
        return this;
    }

    /// A worker received that it may exit.
    Situation released(int worker) {
        WorkerView old = workers[worker];
        Reports reports = old.reports();
        workers[worker] = new WorkerView(old.id(), old.identity(), old.process(), old.responses(), new Reports(
                reports.measuredSeconds(), reports.requests(), reports.all(), reports.stored(), true));
        return this;
    }

    /// The next worker of an index is ready and has no slice yet.
    Situation successor(int worker) {
        return successor(worker, WorkerState.Waiting, 0);
    }

    /// The next worker of an index has the share from that second on.
    Situation successor(int worker, WorkerState state, long from) {
        boolean hasSlice = state != WorkerState.Waiting;
        String id = "worker-" + worker + "-1";
        others.removeIf(other -> other.id().equals(id));
        others.add(view(id, worker, 1, null,
                new WorkerStatus(0, true, state, hasSlice ? assignment(worker, 1, from) : null, null, null),
                now, state == WorkerState.Finished));
        return this;
    }

    /// The successor has reported this number of seconds from that second on, each with this number of requests of 10 ms.
    Situation successorReported(int worker, long from, int seconds, int requests) {
        String id = "worker-" + worker + "-1";
        report(id, new WorkerStatus(0, true, WorkerState.Running, assignment(worker, 1, from), null, null),
                intervals(from, seconds, requests, 0));
        return successor(worker, WorkerState.Running, from);
    }

    /// The successor has ended too.
    Situation successorEnded(int worker, String why) {
        others.replaceAll(old -> old.index() != worker
                ? old
                : new WorkerView(old.id(), old.identity(), new ProcessState(why, null), old.responses(),
                        new Reports(old.reports().measuredSeconds(), old.reports().requests(), false, true)));
        return this;
    }

    /// Another worker process of that index ended before its first response.
    Situation endedUnseen(int worker, int attempt) {
        others.add(view("worker-" + worker + "-" + attempt, worker, attempt, "exited with status 1", null, null,
                false));
        return this;
    }

    /// The platform does not observe a worker any more.
    Situation unseen(int worker) {
        Arrays.fill(workers, worker, worker + 1, null);
        return this;
    }

    Situation stopRun(int run) {
        spec = spec.withStopRun(run);
        return this;
    }

    Situation run(int run) {
        Arrays.fill(workers, null);
        spec = Specs.with(spec, "run", run);
        return this;
    }

    Situation threshold(Threshold threshold) {
        spec = Specs.with(spec, "thresholds", List.of(threshold));
        return this;
    }

    /// A worker has reported this number of seconds from the start, each with this number of requests of 10 ms.
    Situation reported(int worker, int seconds, int requests, int failures) {
        return reported(worker, intervals(0, seconds, requests, failures));
    }

    /// Likewise, and the worker was late in each of these seconds.
    Situation reportedLate(int worker, int seconds, int requests) {
        return reported(worker, intervals(0, seconds, requests, 0).stream()
                .map(one -> new IntervalReport(one.span(), one.users(), HistogramReport.of(900_000), one.tasks(),
                        one.errors()))
                .toList());
    }

    private Situation reported(int worker, List<IntervalReport> intervals) {
        WorkerView view = workers[worker];
        report("worker-" + worker, Objects.requireNonNull(view.responses().lastStatus()), intervals);
        workers[worker] = new WorkerView(view.id(), view.identity(), view.process(), view.responses(),
                new Reports(results.measuredSeconds("worker-" + worker), results.requests("worker-" + worker),
                        view.reports().all(), true));
        return this;
    }

    private void report(String id, WorkerStatus status, List<IntervalReport> intervals) {
        for (int from = 0; from < intervals.size(); from += WorkerProtocol.STORED_INTERVALS) {
            int to = Math.min(intervals.size(), from + WorkerProtocol.STORED_INTERVALS);
            results.add(id, new Report(status, intervals.subList(from, to), null, 0));
        }
    }

    private static List<IntervalReport> intervals(long from, int seconds, int requests, int failures) {
        List<IntervalReport> intervals = new ArrayList<>();
        for (long second = from; second < from + seconds; second++) {
            intervals.add(new IntervalReport(Span.of(second, RunPart.measured), 5, HistogramReport.of(100),
                    List.of(samples(RunPlan.RIDES.get(0).name(), requests, failures),
                            samples(RunPlan.RIDES.get(1).name(), 0, 0)),
                    List.of()));
        }
        return intervals;
    }

    /// This number of requests ends the run, instead of the duration.
    Situation requests(long requests) {
        spec = Specs.with(Specs.with(spec, "duration", null), "requests", requests);
        return this;
    }

    /// A worker has finished after that time, with its total.
    Situation finished(int worker, Duration elapsed) {
        with(worker, WorkerState.Finished);
        String id = "worker-" + worker;
        Report all = results.report(id, Objects.requireNonNull(workers[worker].responses().lastStatus()));
        results.add(id, new Report(all.status(), List.of(), all.total(), elapsed.toNanos() / 1000));
        return set(worker, WorkerState.Finished, now, true);
    }

    RunDecision decide() {
        return RunLifecycle.decide(observation());
    }

    /// The observation.
    RunObservation observation() {
        List<WorkerView> all = Stream.concat(Arrays.stream(workers).filter(Objects::nonNull), others.stream()).toList();
        return new RunObservation(new LoadTestView("default", "rush", generation, spec, status), target,
                new FleetView(all, results.measured(), objects), cluster, now);
    }

    /// A decision was made and its status was written.
    Situation decided() {
        status = decide().status();
        return this;
    }

    @Nullable
    LoadTestStatus status() {
        return status;
    }

    private Situation set(int worker, WorkerState state, Instant lastResponseAt, boolean all) {
        workers[worker] = view("worker-" + worker, worker, 0, null,
                new WorkerStatus(0, true, state, state == WorkerState.Waiting ? null : assignment(worker, 0, 0), null,
                        null),
                lastResponseAt, all);
        return this;
    }

    private WorkerStatus.Assignment assignment(int index, int attempt, long fromSecond) {
        return new WorkerStatus.Assignment("default/rush/" + spec.run(),
                new Slice.Share(index, workers.length, attempt, fromSecond, 0), 0, null);
    }

    private static WorkerStatus.Assignment revised(WorkerStatus.Assignment before, int revision) {
        return new WorkerStatus.Assignment(before.run(), before.share(), revision, 0L);
    }

    private static TaskReport samples(String task, int requests, int failures) {
        Histogram histogram = new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS);
        histogram.recordValueWithCount(10_000, requests);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        String encoded = requests == 0
                ? ""
                : Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        HistogramReport report = new HistogramReport(requests, requests * 10_000L, requests == 0 ? 0 : 10_000,
                requests == 0 ? 0 : 10_000, encoded);
        return new TaskReport(task, new TaskReport.Counts(failures, 0, 0,
                requests == 0 ? Map.of() : Map.of("200", (long) requests), Map.of()), TaskReport.Drain.NONE, report,
                report);
    }
}
