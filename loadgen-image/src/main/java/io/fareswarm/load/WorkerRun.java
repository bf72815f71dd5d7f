package io.fareswarm.load;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.report.ReportStore;
import io.fareswarm.load.send.AddressLookup;
import io.fareswarm.load.send.ConnectionPool;
import io.fareswarm.load.send.SendLoop;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// The run of one slice. The constructor prepares it. It runs at most once, on one thread that sends and one that
/// reports.
final class WorkerRun {
    private static final long LONGEST_TIMEOUT_MILLIS = 24L * 3600 * 1000;

    private final Slice slice;
    private final Phases phases;
    private final Pacer pacer;
    private final ResolvedTarget target;
    private final RequestGenerator traffic;
    private final Expectations expectations;
    private final IntervalQueue intervals;
    private final ReportStore reports;
    private volatile LoadRevision revision;
    private volatile @Nullable SendLoop loop;
    private @Nullable Long startNanos;
    private @Nullable Departure departure;

    /// Compiles the requests and resolves the target.
    ///
    /// @param references the slice's Secrets and ConfigMaps
    /// @param resolver resolver of the target's host, with the addresses to which this worker may connect
    /// @throws IllegalArgumentException if the slice is unusable; the message says what was expected and found
    WorkerRun(Slice slice, ReferencedFiles references, CheckedResolver resolver) {
        this(slice, references, resolver, AddressLookup.TTL);
    }

    /// @param addressTtl maximum age of the target's addresses in nanoseconds
    WorkerRun(Slice slice, ReferencedFiles references, CheckedResolver resolver, long addressTtl) {
        this.slice = slice;
        Slice.Workload workload = slice.workload();
        phases = Phases.of(slice);
        pacer = Pacer.of(slice);
        long timeout = slice.target().timeoutMillis();
        if (timeout < 1 || timeout > LONGEST_TIMEOUT_MILLIS) {
            throw new IllegalArgumentException(
                    "expected target.timeoutMillis from 1 to " + LONGEST_TIMEOUT_MILLIS + ", found " + timeout);
        }
        checkRequests(slice.timing().requests(), workload.load().users(), slice.share().count());
        target = ResolvedTarget.of(slice.target(), references, resolver, System::nanoTime, addressTtl);
        traffic = new RequestGenerator(workload.tasks(), target.base(), workload.seed(), references);
        expectations = new Expectations(workload.tasks());
        intervals = new IntervalQueue(expectations.names(), workload.goodWithinNanos());
        reports = new ReportStore(slice, expectations, intervals);
        revision = LoadRevision.of(slice);
    }

    private static void checkRequests(@Nullable Long requests, Load.@Nullable Users users, int workers) {
        if (requests == null) {
            return;
        }
        if (requests < 1) {
            throw new IllegalArgumentException("expected requests above 0, found " + requests);
        }
        if (users != null && users.count() != null && users.count() < workers) {
            throw new IllegalArgumentException("expected at least as many users as the " + workers
                    + " workers with requests, found " + users.count() + "; a worker without a user would never end");
        }
    }

    /// Maximum number of requests that this worker starts.
    private long requests() {
        Long all = slice.timing().requests();
        return all == null ? Long.MAX_VALUE : Math.max(0, slice.share().of(all) - slice.share().requestsBefore());
    }

    /// Nanoseconds from the start barrier until the worker begins to send.
    long from() {
        return phases.from();
    }

    Slice slice() {
        return slice;
    }

    /// The load revision in effect.
    LoadRevision revision() {
        return revision;
    }

    /// The start barrier on the clock given to [#start]; null before the start.
    synchronized @Nullable Long startNanos() {
        return startNanos;
    }

    /// The run's state at a time on the clock given to [#start].
    synchronized WorkerState state(long now) {
        SendLoop sending = loop;
        if (reports.isFinished()) {
            return WorkerState.Finished;
        }
        if (startNanos == null || sending == null) {
            return WorkerState.Sliced;
        }
        if (now < startNanos + phases.from()) {
            return WorkerState.Armed;
        }
        return sending.isDraining() ? WorkerState.Draining : WorkerState.Running;
    }

    WorkerStatus.Assignment assignment() {
        return new WorkerStatus.Assignment(slice.run().id(), slice.share(), revision.number(), startNanos());
    }

    /// The second at which the leaving worker stops to send; null when it has completed its share, and before the start.
    synchronized WorkerStatus.Leaving leaving() {
        return departure == null ? new WorkerStatus.Leaving(null, false) : departure.leaving();
    }

    /// Begins to leave. A run that has not started is unchanged.
    ///
    /// @param now time on the clock given to [#start]
    /// @param killedAt end of the process on that clock
    synchronized void leave(long now, long killedAt) {
        if (startNanos != null && loop != null) {
            departure = new Departure(loop, phases.from(), now - startNanos, killedAt - startNanos);
        }
    }

    /// Passes the share of the leaving worker on at a second.
    ///
    /// @param now time on the clock given to [#start]
    /// @return why that is not possible; null if it is
    synchronized @Nullable String handOver(HandOver order, long now) {
        if (departure == null || startNanos == null) {
            return "expected a worker that sends and leaves, found one that does not; let it go on";
        }
        return order.run().equals(slice.run().id())
                ? departure.handOver(order.second(), now - startNanos)
                : "expected a handover of run " + slice.run().id() + ", found one of " + order.run();
    }

    /// Stops to send at the next second, because nobody will continue. The worker is leaving.
    ///
    /// @param now time on the clock given to [#start]
    synchronized void hasten(long now) {
        if (departure != null && startNanos != null) {
            departure.hasten(now - startNanos);
        }
    }

    ReportStore reports() {
        return reports;
    }

    /// The reason why the run ended early; null if nothing is wrong.
    @Nullable
    String problem() {
        SendLoop sending = loop;
        return sending == null ? null : sending.problem();
    }

    /// Starts both threads. They wait for the start barrier.
    ///
    /// @param clock monotonic clock in nanoseconds
    /// @param barrier the start barrier on that clock
    /// @param whenFinished called once, when the reports contain the last interval
    /// @throws IOException when the system provides no selector
    synchronized void start(LongSupplier clock, long barrier, Runnable whenFinished) throws IOException {
        // The pool comes first because it can fail to open its selector. The recorder takes an interval from the queue,
        // which a failure would not return.
        ConnectionPool connections = new ConnectionPool(target.lookup(), intervals.addressIndex(),
                slice.share().index(), target.tls(), target.base().closes());
        Recorder recorder = new Recorder(expectations, phases, intervals);
        SendLoop sending = new SendLoop(pacer, phases, traffic, recorder, () -> clock.getAsLong() - barrier,
                connections, slice.share().attempt(), requests(), slice.target().timeoutMillis() * 1_000_000,
                slice.target().route().showsResponses());
        target.lookup().start();
        loop = sending;
        startNanos = barrier;
        Thread.ofPlatform().name("send").daemon().uncaughtExceptionHandler(
                (_, e) -> System.getLogger(WorkerRun.class.getName()).log(System.Logger.Level.ERROR,
                        "no more requests are sent", e))
                .start(sending);
        Thread.ofPlatform().name("report").daemon().start(() -> report(whenFinished));
    }

    private void report(Runnable whenFinished) {
        try {
            for (IntervalCounts interval = intervals.take(); interval != null; interval = intervals.take()) {
                reports.add(interval, intervals.elapsedNanos());
                intervals.giveBack(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reports.finish(intervals.elapsedNanos());
            whenFinished.run();
        }
    }

    /// Revises load and duration of the started run.
    ///
    /// @throws IllegalArgumentException when the revision is unusable
    synchronized void revise(LoadRevision revised) {
        Pacer newPacer = Pacer.of(slice, revised.changes());
        long end = Phases.of(slice, revised.durationMillis()).end();
        revision = revised;
        if (loop != null) {
            loop.change(newPacer, end);
        }
    }

    /// Replaces the only addresses to which the target's host may resolve.
    void permit(List<String> addresses) {
        target.permit(addresses);
    }

    /// Stops the start of new requests. A run that has not started is then finished without measurements.
    synchronized void stop() {
        SendLoop sending = loop;
        if (sending != null) {
            sending.stop();
        } else {
            reports.finish(0);
        }
    }
}
