package io.fareswarm.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// What the worker protocol's calls do, and when the process may leave; the HTTP around it is elsewhere. Thread-safe.
public final class Worker {
    /// Without a call for that long, a worker that has nothing to do, or whose results nobody fetched, leaves.
    static final long IDLE_LIMIT = TimeUnit.MINUTES.toNanos(10);

    /// A finished worker whose results are safe waits that long for Prometheus' last scrape.
    static final long SCRAPE_LIMIT = TimeUnit.SECONDS.toNanos(30);

    /// A barrier is at most that far away.
    static final long BARRIER_LIMIT = TimeUnit.MINUTES.toNanos(10);

    private final LongSupplier clock;
    private final boolean awaitsScrape;
    private final Function<Slice, WorkerRun> runs;
    private volatile boolean ready;
    private @Nullable WorkerRun run;
    private @Nullable Long startNanos;
    private long lastHeard;
    private boolean done;
    private long doneAt;
    private boolean scraped;
    /// The slice that was put last, while its run is made ready.
    private @Nullable PendingRun building;

    /// The answer to a call.
    ///
    /// @param code HTTP status
    /// @param body a [WorkerStatus] or a [Report]
    record Reply(int code, Object body) {}

    /// @param clock monotonic nanoseconds: the clock of the protocol
    /// @param awaitsScrape whether to await Prometheus before leaving
    Worker(LongSupplier clock, boolean awaitsScrape) {
        this(clock, awaitsScrape, WorkerRun::new);
    }

    /// @param files where Secrets and ConfigMaps are; null for nowhere
    Worker(LongSupplier clock, boolean awaitsScrape, @Nullable Path files) {
        this(clock, awaitsScrape, slice -> new WorkerRun(slice, new ReferencedFiles(files)));
    }

    /// @param runs make slices ready
    Worker(LongSupplier clock, boolean awaitsScrape, Function<Slice, WorkerRun> runs) {
        this.clock = clock;
        this.awaitsScrape = awaitsScrape;
        this.runs = runs;
        lastHeard = clock.getAsLong();
    }

    /// The send loop is warm.
    void becomeReady() {
        ready = true;
    }

    /// Whether the send loop is warm.
    boolean isReady() {
        return ready;
    }

    /// Makes a slice ready. That may take seconds, in which the worker answers other calls.
    Reply slice(Slice slice) {
        PendingRun mine;
        synchronized (this) {
            heard();
            if (run != null && (startNanos != null || isFinished())) {
                return revise(run, slice);
            }
            Reply refusal = refusal(slice);
            if (refusal != null) {
                return refusal;
            }
            if (building == null || !building.slice().equals(slice)) {
                building = new PendingRun(slice, runs);
            }
            mine = building;
        }
        WorkerRun made = null;
        String problem = null;
        try {
            made = mine.get();
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "expected to make the slice ready, found a worker that leaves";
        } finally {
            if (made == null) {
                forget(mine);
            }
        }
        synchronized (this) {
            heard();
            return made == null ? refuse(400, String.valueOf(problem)) : hold(mine, made);
        }
    }

    private synchronized void forget(PendingRun failed) {
        if (building == failed) {
            building = null;
        }
    }

    private Reply hold(PendingRun built, WorkerRun made) {
        if (building == built) {
            Reply refusal = refusal(built.slice());
            building = null;
            if (refusal != null) {
                return refusal;
            }
            run = made;
            if (built.isStopped()) {
                made.stop();
            }
        }
        return run == made
                ? reply()
                : refuse(409, "expected the slice that was put last, found one that another was put after");
    }

    private @Nullable Reply refusal(Slice slice) {
        if (startNanos != null || isFinished()) {
            return refuse(409, "expected a slice before the start, found the run started; use a new worker");
        }
        if (run != null && !run.slice().run().equals(slice.run())) {
            return refuse(409, "expected a slice of run " + run.slice().run() + ", found "
                    + slice.run() + "; use a new worker for another run");
        }
        return null;
    }

    private Reply revise(WorkerRun begun, Slice slice) {
        Slice held = begun.slice();
        boolean later = held.run().equals(slice.run()) && slice.incarnation() == held.incarnation()
                && slice.effectiveSecond() == held.effectiveSecond() && slice.revision() > held.revision();
        if (!later || isFinished() || begun.isDraining()) {
            return refuse(409,
                    "expected a slice before the start, or a later revision of it before the end, found the run "
                            + (later ? "over" : "started") + "; use a new worker");
        }
        try {
            begun.change(slice);
            return reply();
        } catch (IllegalArgumentException e) {
            return refuse(400, String.valueOf(e.getMessage()));
        }
    }

    synchronized Reply start(StartOrder order) {
        heard();
        WorkerRun held = run;
        if (held == null || !held.slice().run().equals(order.run())) {
            return refuse(409, "expected a start of the run whose slice the worker holds, found a start of "
                    + order.run() + "; put its slice first");
        }
        if (startNanos != null) {
            return startNanos == order.startNanos()
                    ? reply()
                    : refuse(409, "expected the barrier " + startNanos + " that is set, found another: "
                            + order.startNanos());
        }
        long now = clock.getAsLong();
        if (isFinished()) {
            return refuse(409, "expected a run that was not stopped, found a stopped one");
        }
        if (!ready) {
            return refuse(409, "expected a worker that is warm, found one that warms up; start it when it is ready");
        }
        long begin = order.startNanos() + held.from();
        if (begin <= now || begin > now + BARRIER_LIMIT) {
            return refuse(409, "expected to begin within 10 minutes after the worker's clock " + now + ", found "
                    + begin + "; set a new barrier, or a later second in the slice");
        }
        try {
            long barrier = order.startNanos();
            held.start(() -> clock.getAsLong() - barrier, this::finished);
            startNanos = barrier;
            return reply();
        } catch (IOException e) {
            return refuse(409, "expected a selector from the system, found " + e);
        }
    }

    synchronized Reply stop() {
        heard();
        if (run != null) {
            run.stop();
        }
        if (building != null) {
            building.stop();
        }
        return reply();
    }

    Reply report(long after) {
        WorkerRun held;
        WorkerStatus status;
        synchronized (this) {
            heard();
            held = run;
            // Before the report is made: a state Finished comes with the total in it.
            status = status(null);
        }
        return new Reply(200,
                held == null ? new Report(status, List.of(), null, 0) : held.reports().after(after, status));
    }

    synchronized Reply done() {
        heard();
        if (!done) {
            done = true;
            doneAt = clock.getAsLong();
        }
        return reply();
    }

    /// What is told to a call that could not even be read.
    synchronized Reply refuse(int code, String problem) {
        return new Reply(code, status(problem));
    }

    /// The metrics of the run; none without one.
    MetricSnapshots metrics() {
        WorkerRun held;
        synchronized (this) {
            held = run;
        }
        return held == null ? new MetricSnapshots() : held.reports().metrics();
    }

    /// Whether the run is over: its metrics change no more.
    synchronized boolean isFinished() {
        return run != null && run.reports().isFinished();
    }

    /// The last page was written whole: only then may the process leave, or its scraper gets the end of a connection.
    synchronized void scraped() {
        scraped = true;
    }

    /// Whether the process has no reason to stay: the results are safe, or nobody asks for anything.
    synchronized boolean mayLeave() {
        long now = clock.getAsLong();
        WorkerState state = state();
        if (done) {
            return state != WorkerState.Finished || !awaitsScrape || scraped || now - doneAt > SCRAPE_LIMIT;
        }
        boolean busy = state == WorkerState.Armed || state == WorkerState.Running || state == WorkerState.Draining;
        return !busy && now - lastHeard > IDLE_LIMIT;
    }

    private synchronized void finished() {
        heard(); // results wait from now on
    }

    private void heard() {
        lastHeard = clock.getAsLong();
    }

    private WorkerState state() {
        if (run == null) {
            return WorkerState.Waiting;
        }
        if (isFinished()) {
            return WorkerState.Finished;
        }
        if (startNanos == null) {
            return WorkerState.Sliced;
        }
        if (clock.getAsLong() < startNanos + run.from()) {
            return WorkerState.Armed;
        }
        return run.isDraining() ? WorkerState.Draining : WorkerState.Running;
    }

    private Reply reply() {
        return new Reply(200, status(null));
    }

    /// @param refusal null where nothing is refused
    private WorkerStatus status(@Nullable String refusal) {
        Slice slice = run == null ? null : run.slice();
        // Before the problem: one that broke off is never told as Finished and well.
        WorkerState state = state();
        String problem = refusal != null || run == null ? refusal : run.problem();
        return new WorkerStatus(clock.getAsLong(), ready, state, slice == null ? null : slice.run(),
                slice == null ? null : slice.worker(), slice == null ? null : slice.incarnation(), startNanos,
                slice == null ? null : slice.effectiveSecond(), slice == null ? null : slice.revision(), problem);
    }
}
