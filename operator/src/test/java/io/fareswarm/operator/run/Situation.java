package io.fareswarm.operator.run;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Phase;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// A LoadTest of two workers for ten seconds in some situation, told step by step; the brain is asked with [#decide].
final class Situation {
    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    static final TargetView READY = new TargetView.Ready("http://127.0.0.1:8000", "abcd");

    private LoadTestSpec spec = new LoadTestSpec(new Target("taxi", null, "1s"), new Workers(2, null, null), "10s",
            null,
            "0s",
            "5s", "1m", "10ms", new Load(new Load.Users(10, 10.0, null, new Load.Wait(null, "1s", null, null)), null),
            null, 42, null, 1,
            null, 5);
    private final WorkerView[] workers = new WorkerView[2];
    private final ResultAccumulator tally = new ResultAccumulator(RunPlan.RIDES.stream().map(Task::name).toList());
    private @Nullable LoadTestStatus status;
    private TargetView target = READY;
    private Instant now = START;
    private long generation = 1;
    private ClusterView cluster = ClusterView.NONE;
    private final List<WorkerView> others = new ArrayList<>();

    /// A new LoadTest whose target is ready.
    static Situation fresh() {
        return new Situation();
    }

    /// Both workers run since one second after [#START].
    static Situation running() {
        return started(fresh());
    }

    /// The same, for so long.
    static Situation running(String duration) {
        Situation situation = fresh();
        situation.spec = situation.lasting(duration);
        return started(situation);
    }

    private static Situation started(Situation fresh) {
        Situation situation = fresh.decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decided()
                .with(0, WorkerState.Sliced).with(1, WorkerState.Sliced).decided().with(0, WorkerState.Armed)
                .with(1, WorkerState.Armed).after(Preparation.LEAD).decided();
        return situation.with(0, WorkerState.Running).with(1, WorkerState.Running);
    }

    Situation target(TargetView view) {
        target = view;
        return this;
    }

    Situation after(Duration time) {
        now = now.plus(time);
        for (int i = 0; i < workers.length; i++) {
            WorkerView old = workers[i];
            if (old != null && old.gone() == null) {
                workers[i] = new WorkerView(old.id(), old.worker(), old.incarnation(), old.said(), now, null,
                        old.measuredSeconds(), old.requests(), old.reportedAll(), old.refusal(), old.trouble(),
                        old.kept());
            }
        }
        others.replaceAll(old -> old.gone() != null
                ? old
                : new WorkerView(old.id(), old.worker(), old.incarnation(), old.said(), now, null,
                        old.measuredSeconds(), old.requests(), old.reportedAll(), old.refusal(), old.trouble(),
                        old.kept()));
        return this;
    }

    /// A worker answers now, in this state.
    Situation with(int worker, WorkerState state) {
        return set(worker, 0, state, now, null, state == WorkerState.Finished);
    }

    /// A worker process is there and has not answered yet.
    Situation created(int worker) {
        workers[worker] = new WorkerView("worker-" + worker, worker, 0, null, null, null, 0, 0, false, null, null,
                true);
        return this;
    }

    Situation gone(int worker, int incarnation, String why) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView("worker-" + worker + "-" + incarnation, worker, incarnation,
                old == null ? null : old.said(), old == null ? null : old.heardAt(), why,
                tally.measuredSeconds("worker-" + worker), tally.requests("worker-" + worker), false, null, null, true);
        return this;
    }

    /// A worker answered that it cannot use its slice.
    Situation refusing(int worker, String why) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView(old.id(), worker, 0, old.said(), old.heardAt(), null, 0, 0, false, why, null,
                true);
        return this;
    }

    /// A worker ended its run by an error of its own, and reported what it had.
    Situation brokenOff(int worker, String why) {
        WorkerStatus said = new WorkerStatus(0, true, WorkerState.Finished, "default/rush/1", worker, 0, null, why);
        workers[worker] = new WorkerView("worker-" + worker, worker, 0, said, now, null,
                tally.measuredSeconds("worker-" + worker), tally.requests("worker-" + worker), true, null, null, true);
        return this;
    }

    /// A worker has not answered for this long.
    Situation silent(int worker, Duration time) {
        return set(worker, 0, WorkerState.Running, now.minus(time), null, false);
    }

    /// On a cluster, with this beside what the workers say.
    Situation cluster(@Nullable String obstacle, boolean leftovers, ClusterView.CountView count) {
        cluster = new ClusterView(cluster.begunWith(), obstacle, "rush-run-1", leftovers,
                !(count instanceof ClusterView.CountView.NotAsked), count);
        return this;
    }

    /// The spec is edited; the run goes by what it was.
    Situation edited(String duration) {
        LoadTestSpec begun = spec;
        spec = lasting(duration);
        cluster = new ClusterView(begun, cluster.obstacle(), cluster.report(), cluster.leftovers(),
                cluster.asksPrometheus(), cluster.count());
        generation++;
        return this;
    }

    /// The spec is edited; the run goes by what it was.
    Situation edited(UnaryOperator<LoadTestSpec> edit) {
        LoadTestSpec begun = cluster.begunWith() == null ? spec : cluster.begunWith();
        spec = edit.apply(spec);
        cluster = new ClusterView(begun, null, "rush-run-1", false, false, new ClusterView.CountView.NotAsked());
        generation++;
        return this;
    }

    /// Both workers have heard of so many edits.
    Situation heard(int revision) {
        for (int i = 0; i < workers.length; i++) {
            WorkerView old = workers[i];
            WorkerStatus said = java.util.Objects.requireNonNull(old.said());
            workers[i] = new WorkerView(old.id(), old.worker(), old.incarnation(),
                    new WorkerStatus(0, true, said.state(), said.run(), i, 0, 0L, 0L, revision, null), now, null,
                    old.measuredSeconds(), old.requests(), old.reportedAll(), null, null, true);
        }
        return this;
    }

    private LoadTestSpec lasting(String duration) {
        return new LoadTestSpec(spec.target(), spec.workers(), duration, spec.requests(), spec.warmup(),
                spec.gracefulStop(),
                spec.startTimeout(), spec.maxLag(), spec.load(), spec.tasks(), spec.seed(), spec.thresholds(),
                spec.run(), spec.stopRun(), spec.historyLimit());
    }

    /// The run went by the spec as it is now.
    Situation begunWithWhatItIs() {
        cluster = new ClusterView(spec, cluster.obstacle(), cluster.report(), cluster.leftovers(),
                cluster.asksPrometheus(), cluster.count());
        return this;
    }

    /// Only the number of the wanted run is raised; the workers of the one before go on.
    Situation raised(int run) {
        WorkerView[] present = workers.clone();
        LoadTestSpec begun = spec;
        run(run);
        System.arraycopy(present, 0, workers, 0, present.length);
        cluster = new ClusterView(begun, null, null, false, false, new ClusterView.CountView.NotAsked());
        generation++;
        return this;
    }

    /// What a worker reported is not safe yet.
    Situation unkept(int worker) {
        WorkerView old = workers[worker];
        workers[worker] = new WorkerView(old.id(), old.worker(), old.incarnation(), old.said(), old.heardAt(),
                old.gone(), old.measuredSeconds(), old.requests(), old.reportedAll(), old.refusal(), old.trouble(),
                false);
        return this;
    }

    /// The platform knows what keeps a worker from getting ready.
    Situation inTrouble(int worker, String why) {
        workers[worker] = new WorkerView("worker-" + worker, worker, 0, null, null, null, 0, 0, false, null, why, true);
        return this;
    }

    /// A worker that missed the barrier does its part from that second on.
    Situation beganLate(int worker, long from) {
        String id = "worker-" + worker;
        WorkerStatus said = new WorkerStatus(0, true, WorkerState.Running, "default/rush/1", worker, 0, 0L, from, 0,
                null);
        workers[worker] = new WorkerView(id, worker, 0, said, now, null, tally.measuredSeconds(id), tally.requests(id),
                false, null, null, true);
        return this;
    }

    /// A worker that took the number of another one, and has heard of nothing yet.
    Situation successor(int worker) {
        return successor(worker, WorkerState.Waiting, 0);
    }

    /// A worker that took the number of another one, and its part from that second on.
    Situation successor(int worker, WorkerState state, long from) {
        boolean knows = state != WorkerState.Waiting;
        String id = "worker-" + worker + "-1";
        WorkerStatus said = new WorkerStatus(0, true, state, knows ? "default/rush/1" : null, worker, 1, null,
                knows ? from : null, knows ? 0 : null, null);
        others.removeIf(other -> other.id().equals(id));
        others.add(new WorkerView(id, worker, 1, said, now, null, tally.measuredSeconds(id), tally.requests(id),
                state == WorkerState.Finished, null, null, true));
        return this;
    }

    /// The same has reported so many seconds from that one on, each with this many requests of 10 ms.
    Situation successorReported(int worker, long from, int seconds, int requests) {
        String id = "worker-" + worker + "-1";
        tally.add(id, new Report(new WorkerStatus(0, true, WorkerState.Running, "default/rush/1", worker, 1, 0L, from,
                0, null), closed(from, seconds, requests, 0), null, 0));
        return successor(worker, WorkerState.Running, from);
    }

    /// The successor has ended like the one before it.
    Situation successorGone(int worker, String why) {
        others.replaceAll(old -> old.worker() != worker
                ? old
                : new WorkerView(old.id(), worker, old.incarnation(),
                        old.said(), old.heardAt(), why, old.measuredSeconds(), old.requests(), false, null, null,
                        true));
        return this;
    }

    /// A process with that number was there and ended before it heard of anything.
    Situation ended(int worker, int incarnation) {
        others.add(new WorkerView("worker-" + worker + "-" + incarnation, worker, incarnation, null, null,
                "exited with status 1", 0, 0, false, null, null, true));
        return this;
    }

    /// Nothing is known of a worker any more.
    Situation forgotten(int worker) {
        Arrays.fill(workers, worker, worker + 1, null);
        return this;
    }

    Situation stopRun(int run) {
        spec = spec.withStopRun(run);
        return this;
    }

    Situation run(int run) {
        Arrays.fill(workers, null);
        spec = new LoadTestSpec(spec.target(), spec.workers(), spec.duration(), spec.requests(), spec.warmup(),
                spec.gracefulStop(),
                spec.startTimeout(), spec.maxLag(), spec.load(), spec.tasks(), spec.seed(), spec.thresholds(), run,
                spec.stopRun(), spec.historyLimit());
        return this;
    }

    Situation threshold(Threshold threshold) {
        spec = new LoadTestSpec(spec.target(), spec.workers(), spec.duration(), spec.requests(), spec.warmup(),
                spec.gracefulStop(),
                spec.startTimeout(), spec.maxLag(), spec.load(), spec.tasks(), spec.seed(), List.of(threshold),
                spec.run(), spec.stopRun(), spec.historyLimit());
        return this;
    }

    /// A worker has reported the first so many seconds, each with this many requests of 10 ms.
    Situation reported(int worker, int seconds, int requests, int failures) {
        List<IntervalReport> closed = closed(0, seconds, requests, failures);
        WorkerView view = workers[worker];
        tally.add("worker-" + worker, new Report(java.util.Objects.requireNonNull(view.said()), closed, null, 0));
        workers[worker] = new WorkerView(view.id(), worker, view.incarnation(), view.said(), view.heardAt(),
                view.gone(), tally.measuredSeconds("worker-" + worker), tally.requests("worker-" + worker),
                view.reportedAll(), null, null, true);
        return this;
    }

    private static List<IntervalReport> closed(long from, int seconds, int requests, int failures) {
        List<IntervalReport> closed = new ArrayList<>();
        for (long second = from; second < from + seconds; second++) {
            closed.add(new IntervalReport(Span.of(second, Phase.measured), 5, HistogramReport.of(100),
                    List.of(samples(RunPlan.RIDES.get(0).name(), requests, failures),
                            samples(RunPlan.RIDES.get(1).name(), 0, 0)),
                    List.of()));
        }
        return closed;
    }

    /// So many requests end the run instead of its duration.
    Situation requests(long requests) {
        spec = new LoadTestSpec(spec.target(), spec.workers(), null, requests, spec.warmup(), spec.gracefulStop(),
                spec.startTimeout(), spec.maxLag(), spec.load(), spec.tasks(), spec.seed(), spec.thresholds(),
                spec.run(), spec.stopRun(), spec.historyLimit());
        return this;
    }

    /// A worker has finished after that time, with its total.
    Situation finished(int worker, Duration elapsed) {
        with(worker, WorkerState.Finished);
        String id = "worker-" + worker;
        Report all = tally.report(id, java.util.Objects.requireNonNull(workers[worker].said()));
        tally.add(id, new Report(all.status(), List.of(), all.total(), elapsed.toNanos() / 1000));
        return set(worker, 0, WorkerState.Finished, now, null, true);
    }

    RunDecision decide() {
        return RunLifecycle.decide(new RunObservation("default", "rush", generation, spec, status, target,
                Stream.concat(Arrays.stream(workers).filter(worker -> worker != null), others.stream()).toList(),
                tally.measured(), cluster, now));
    }

    /// The brain decided and its status was written.
    Situation decided() {
        status = decide().status();
        return this;
    }

    @Nullable
    LoadTestStatus status() {
        return status;
    }

    private Situation set(int worker, int incarnation, WorkerState state, Instant heardAt, @Nullable String gone,
            boolean all) {
        String run = state == WorkerState.Waiting ? null : "default/rush/" + spec.run();
        WorkerStatus said = new WorkerStatus(0, true, state, run, worker, incarnation, null, null);
        workers[worker] = new WorkerView("worker-" + worker, worker, incarnation, said, heardAt, gone,
                tally.measuredSeconds("worker-" + worker), tally.requests("worker-" + worker), all, null, null, true);
        return this;
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
