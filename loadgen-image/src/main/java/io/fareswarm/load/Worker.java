package io.fareswarm.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerHealth;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// State machine behind the worker protocol. It has one method for each call, and at most one run; [WorkerServer] adds
/// HTTP. Thread-safe.
public final class Worker {
    /// Maximum time from the start order until the worker begins to send. Nanoseconds.
    static final long START_LIMIT = TimeUnit.MINUTES.toNanos(10);

    private static final String LEAVING = "expected a worker that stays, found one that leaves; use another worker";

    private final LongSupplier clock;
    private final Function<Slice, WorkerRun> runs;
    private final ExitRule exit;
    /// Made when the worker is warm: the JVM's beans would delay its first response, and need files that a run with many
    /// connections may not leave.
    private volatile @Nullable ProcessUsage usage;
    private volatile boolean ready;
    /// The run of the latest slice until it is prepared.
    private @Nullable PendingRun pending;
    private @Nullable WorkerRun run;

    /// Response to a call.
    ///
    /// @param code HTTP status
    /// @param body a [WorkerStatus] or a [Report]
    record Response(int code, Object body) {}

    /// @param clock monotonic clock of the protocol, in nanoseconds
    /// @param awaitsScrape whether the finished worker waits for a scrape of its metrics before it exits
    /// @param runs function that prepares the run of a slice
    Worker(LongSupplier clock, boolean awaitsScrape, Function<Slice, WorkerRun> runs) {
        this.clock = clock;
        this.runs = runs;
        exit = new ExitRule(clock, awaitsScrape);
    }

    void becomeReady() {
        usage = new ProcessUsage(clock);
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /// Assigns a slice and prepares its run. The preparation may take seconds; the worker responds to other calls
    /// meanwhile.
    Response assign(Slice slice) {
        PendingRun preparing;
        synchronized (this) {
            exit.active();
            String problem = problem(slice);
            if (problem != null) {
                return reject(409, problem);
            }
            if (pending == null || !pending.slice().equals(slice)) {
                pending = new PendingRun(slice, runs);
            }
            preparing = pending;
        }
        WorkerRun prepared = null;
        String problem = "";
        try {
            prepared = preparing.get();
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "expected to prepare the slice, found a worker that exits";
        } finally {
            if (prepared == null) {
                forget(preparing);
            }
        }
        synchronized (this) {
            exit.active();
            return prepared == null ? reject(400, problem) : assigned(preparing, prepared);
        }
    }

    private synchronized void forget(PendingRun failed) {
        if (pending == failed) {
            pending = null;
        }
    }

    private Response assigned(PendingRun preparing, WorkerRun prepared) {
        if (pending == preparing) {
            pending = null;
            String problem = problem(preparing.slice());
            if (problem != null) {
                return reject(409, problem);
            }
            run = prepared;
            if (preparing.isStopped()) {
                prepared.stop();
            }
        }
        return run == prepared
                ? ok()
                : reject(409, "expected the latest slice, found one that a later slice has replaced");
    }

    /// The reason why the slice cannot be assigned now; null if it can.
    private @Nullable String problem(Slice slice) {
        if (exit.isLeaving()) {
            return LEAVING;
        }
        if (run != null && run.state(clock.getAsLong()) != WorkerState.Sliced) {
            return "expected a slice before the start, found the run started; use a new worker";
        }
        if (run != null && !run.slice().run().id().equals(slice.run().id())) {
            return "expected a slice of run " + run.slice().run().id() + ", found " + slice.run().id()
                    + "; use a new worker for another run";
        }
        return null;
    }

    /// Schedules the start.
    synchronized Response start(StartOrder order) {
        exit.active();
        WorkerRun assigned = run;
        if (assigned == null || !assigned.slice().run().id().equals(order.run())) {
            return reject(409, "expected a start of the run of the assigned slice, found a start of " + order.run()
                    + "; put its slice first");
        }
        Long startNanos = assigned.startNanos();
        if (startNanos != null) {
            return startNanos == order.startNanos()
                    ? ok()
                    : reject(409, "expected the start barrier " + startNanos + " that is set, found another: "
                            + order.startNanos());
        }
        if (isFinished()) {
            return reject(409, "expected a run that was not stopped, found a stopped one");
        }
        if (exit.isLeaving()) {
            return reject(409, LEAVING);
        }
        if (!ready) {
            return reject(409, "expected a worker that is warm, found one that warms up; start it when it is ready");
        }
        long now = clock.getAsLong();
        long barrier = order.startNanos();
        long begin = barrier + assigned.from();
        if (begin <= now || begin > now + START_LIMIT) {
            return reject(409, "expected to begin within 10 minutes after the worker's clock " + now + ", found "
                    + begin + "; set a new barrier, or a later second in the slice");
        }
        try {
            assigned.start(clock, barrier, this::finished);
        } catch (IOException e) {
            return reject(409, "expected a selector from the system, found: " + FailureCause.of(e));
        }
        return ok();
    }

    /// Revises load and duration of the started run.
    synchronized Response revise(LoadRevision revision) {
        exit.active();
        WorkerRun started = run;
        if (started == null || started.startNanos() == null) {
            return reject(409,
                    "expected a revision after the start, found no started run; put the changes into the slice");
        }
        LoadRevision current = started.revision();
        if (revision.equals(current)) {
            return ok();
        }
        if (!revision.run().equals(current.run())) {
            return reject(409, "expected a revision of run " + current.run() + ", found one of " + revision.run());
        }
        if (revision.number() <= current.number()) {
            return reject(409, "expected a revision after number " + current.number() + ", found number "
                    + revision.number());
        }
        if (started.state(clock.getAsLong()).compareTo(WorkerState.Draining) >= 0) {
            return reject(409, "expected a revision before the end of the run, found the run over");
        }
        try {
            started.revise(revision);
        } catch (IllegalArgumentException e) {
            return reject(400, String.valueOf(e.getMessage()));
        }
        return ok();
    }

    /// Replaces the only addresses to which the target's host may resolve.
    synchronized Response permit(PermittedAddresses permitted) {
        exit.active();
        if (run == null || !run.slice().run().id().equals(permitted.run())) {
            return reject(409,
                    "expected addresses for the run of the assigned slice, found some for " + permitted.run());
        }
        if (run.slice().target().route().showsResponses() && !permitted.showsResponses()) {
            return reject(409,
                    "expected addresses whose responses the report may show, found others; the addresses stay as they are");
        }
        run.permit(permitted.addresses());
        return ok();
    }

    /// Sets the second at which a leaving worker stops to send.
    synchronized Response handOver(HandOver order) {
        exit.active();
        String problem = run == null
                ? "expected a worker that sends and leaves, found one without a run; use another worker"
                : run.handOver(order, clock.getAsLong());
        return problem == null ? ok() : reject(409, problem);
    }

    /// Begins to leave, because the process ends after a time. A started run goes on until a handover is ordered or the time
    /// is nearly over. Without one, the worker may exit. A repetition has no effect.
    ///
    /// @param graceNanos time until the process is killed
    synchronized void leave(long graceNanos) {
        if (!exit.isLeaving()) {
            long now = clock.getAsLong();
            exit.leave(now + graceNanos);
            if (run != null) {
                run.leave(now, now + graceNanos);
            }
        }
    }

    /// Stops the start of new requests.
    synchronized Response stop() {
        exit.active();
        if (run != null) {
            run.stop();
        }
        if (pending != null) {
            pending.stop();
        }
        return ok();
    }

    /// Returns the one-second intervals after the second `after`; all of them for -1.
    Response report(long after) {
        WorkerRun reporting;
        WorkerStatus status;
        synchronized (this) {
            exit.active();
            reporting = run;
            // The status is read before the report is made, so that a report with the state Finished contains the
            // total.
            status = status(null);
        }
        return new Response(200,
                reporting == null ? new Report(status, List.of(), null, 0) : reporting.reports().after(after, status));
    }

    /// Notes that the operator has stored the results, so that the worker may exit.
    synchronized Response done() {
        exit.active();
        exit.done();
        return ok();
    }

    /// Response to a call that has no effect.
    synchronized Response reject(int code, String problem) {
        return new Response(code, status(problem));
    }

    /// The metrics of the run; empty if there is no run.
    MetricSnapshots metrics() {
        WorkerRun measured;
        synchronized (this) {
            measured = run;
        }
        return measured == null ? new MetricSnapshots() : measured.reports().metrics();
    }

    /// Whether the run is over, so that its metrics no longer change.
    synchronized boolean isFinished() {
        return run != null && run.reports().isFinished();
    }

    /// Notes that the metrics of the finished run were sent completely. An exit before that would cut the scraper's
    /// connection.
    synchronized void scraped() {
        exit.scraped();
    }

    synchronized boolean mayExit() {
        return exit.mayExit(state());
    }

    /// Whether the leaving worker may exit. One that no operator calls stops to send.
    synchronized boolean hasLeft() {
        if (run != null && exit.isAbandoned()) {
            run.hasten(clock.getAsLong());
        }
        return mayExit();
    }

    private synchronized void finished() {
        exit.active();
    }

    private WorkerState state() {
        return run == null ? WorkerState.Waiting : run.state(clock.getAsLong());
    }

    private Response ok() {
        return new Response(200, status(null));
    }

    /// @param rejection reason why the call is rejected; null if it is accepted
    private WorkerStatus status(@Nullable String rejection) {
        // The state is read before the problem. So a run that ended early is never reported as finished without its
        // problem.
        WorkerState state = state();
        String problem = rejection != null || run == null ? rejection : run.problem();
        WorkerHealth measured = run == null ? null : run.reports().health();
        ProcessUsage process = usage;
        return new WorkerStatus(clock.getAsLong(), ready, state, run == null ? null : run.assignment(), problem,
                measured == null || process == null ? measured : process.completed(measured),
                exit.isLeaving() ? leaving() : null);
    }

    private WorkerStatus.Leaving leaving() {
        return run == null ? new WorkerStatus.Leaving(null, false) : run.leaving();
    }
}
