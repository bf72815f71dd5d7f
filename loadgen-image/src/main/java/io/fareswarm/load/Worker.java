package io.fareswarm.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.worker.Report;
import io.fareswarm.api.worker.Slice;
import io.fareswarm.api.worker.StartOrder;
import io.fareswarm.api.worker.WorkerState;
import io.fareswarm.api.worker.WorkerStatus;
import io.fareswarm.load.report.MetricsPage;
import io.fareswarm.load.traffic.References;

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
    private final @Nullable Path files;
    private boolean ready;
    private @Nullable Run run;
    private @Nullable Long startNanos;
    private long lastHeard;
    private boolean done;
    private long doneAt;
    private boolean scraped;

    /// The answer to a call.
    ///
    /// @param code HTTP status
    /// @param body a [WorkerStatus] or a [Report]
    record Reply(int code, Object body) {}

    /// @param clock monotonic nanoseconds: the clock of the protocol
    /// @param awaitsScrape whether to await Prometheus before leaving
    Worker(LongSupplier clock, boolean awaitsScrape) {
        this(clock, awaitsScrape, null);
    }

    /// @param files where Secrets and ConfigMaps are; null for nowhere
    Worker(LongSupplier clock, boolean awaitsScrape, @Nullable Path files) {
        this.clock = clock;
        this.awaitsScrape = awaitsScrape;
        this.files = files;
        lastHeard = clock.getAsLong();
    }

    /// The send loop is warm.
    synchronized void becomeReady() {
        ready = true;
    }

    /// Whether the send loop is warm.
    synchronized boolean isReady() {
        return ready;
    }

    synchronized Reply slice(Slice slice) {
        heard();
        if (startNanos != null || isFinished()) {
            return refuse(409, "expected a slice before the start, found the run started; use a new worker");
        }
        if (run != null && !run.slice().run().equals(slice.run())) {
            return refuse(409, "expected a slice of run " + run.slice().run() + ", found "
                    + slice.run() + "; use a new worker for another run");
        }
        try {
            run = new Run(slice, new References(files));
            return reply();
        } catch (IllegalArgumentException e) {
            return refuse(400, String.valueOf(e.getMessage()));
        }
    }

    synchronized Reply start(StartOrder order) {
        heard();
        Run held = run;
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
        return reply();
    }

    Reply report(long after) {
        Run held;
        WorkerStatus status;
        synchronized (this) {
            heard();
            held = run;
            // Before the report is made: a state Finished comes with the total in it.
            status = status(problem());
        }
        return new Reply(200, held == null ? new Report(status, List.of(), null) : held.reports().after(after, status));
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

    /// What is scraped.
    ///
    /// @param last whether nothing will change any more
    record Page(String text, boolean last) {}

    Page metrics() {
        Run held;
        boolean last;
        synchronized (this) {
            held = run;
            last = isFinished();
        }
        return new Page(held == null ? MetricsPage.empty() : held.reports().metrics(), last);
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

    private boolean isFinished() {
        return run != null && run.reports().isFinished();
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

    private @Nullable String problem() {
        return run == null ? null : run.problem();
    }

    private Reply reply() {
        return new Reply(200, status(problem()));
    }

    private WorkerStatus status(@Nullable String problem) {
        Slice slice = run == null ? null : run.slice();
        return new WorkerStatus(clock.getAsLong(), ready, state(), slice == null ? null : slice.run(),
                slice == null ? null : slice.worker(), slice == null ? null : slice.incarnation(), startNanos,
                slice == null ? null : slice.effectiveSecond(), problem);
    }
}
