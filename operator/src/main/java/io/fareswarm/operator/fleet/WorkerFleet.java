package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.Room;
import io.fareswarm.operator.result.RoomExhausted;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerProtocol;

/// Workers of one run and their merged reports, independent of the platform.
///
/// Only [#end] may be called from another thread. Each method calls the workers in parallel and returns when all calls have ended. A failed call is no
/// error: the next decision repeats it, and a report that stays missing counts as lost.
public final class WorkerFleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFleet.class);

    /// Maximum time in which one poll reads further reports of the same worker.
    private static final Duration MORE_TIME = Duration.ofSeconds(3);
    /// Seconds that a worker's clock, or the operator's that set the start barrier, may be ahead of the operator's.
    private static final long CLOCK_SECONDS = 60;

    private final ResultAccumulator results;
    private final Room room;
    private final Function<URI, WorkerClient> connect;
    private final Clock time;
    private final Runnable callFailed;
    private final Map<String, FleetWorker> workers = new LinkedHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    private boolean isClosed;

    private interface WorkerCall {
        void on(FleetWorker worker) throws IOException, InterruptedException;
    }

    /// @param tasks the names of the run's tasks, in their order
    /// @param firstSecond first second of the run's duration, from the start barrier: the warm-up's length
    /// @param shared what the clients of all workers have in common
    /// @param callFailed runs once for each call that fails, on any thread
    public WorkerFleet(List<String> tasks, long firstSecond, WorkerClient.Shared shared, Runnable callFailed) {
        this.room = shared.limits().stored().room(shared.namespace());
        this.results = new ResultAccumulator(tasks, firstSecond, room);
        this.connect = address -> new WorkerClient(address, shared);
        this.time = shared.time();
        this.callFailed = callFailed;
    }

    /// Restores a lost worker that an earlier process of the operator stored. A worker whose report does not fit the run is
    /// left out, and its seconds count as lost.
    public void restore(LostWorker lost) {
        try {
            results.add(lost.process().id(), lost.report());
        } catch (IllegalArgumentException | RoomExhausted e) {
            LOG.warn("expected the stored report of worker {} to fit the run, found another, which is left out: {}",
                    lost.process().id(), e.getMessage());
            return;
        }
        worker(lost.process()).restore(lost.report().status());
    }

    /// Adds new processes, updates the state of known ones, and polls every worker that has more to report.
    ///
    /// @param barrier the start barrier of the run; empty before it is set
    /// @return all workers, including lost ones
    public synchronized List<WorkerView> observe(Collection<WorkerProcess> processes, Optional<Instant> barrier)
            throws InterruptedException {
        processes.forEach(process -> worker(process).update(process));
        long newest = CLOCK_SECONDS
                + barrier.map(start -> Math.max(0, Duration.between(start, time.instant()).toSeconds())).orElse(0L);
        call(workers.values().stream().filter(worker -> worker.isAlive() && !worker.isQuarantined()
                && !results.reportedAll(worker.id())).toList(), worker -> poll(worker, newest));
        return workers.values().stream().map(worker -> worker.view(results)).toList();
    }

    private FleetWorker worker(WorkerProcess process) {
        return workers.computeIfAbsent(process.id(), _ -> new FleetWorker(process, connect, time.instant()));
    }

    /// Reads a worker's report, and further reports while the worker has more intervals than fit into one.
    ///
    /// @param newest the last second that a report may have
    private void poll(FleetWorker worker, long newest) throws IOException, InterruptedException {
        Instant until = time.instant().plus(MORE_TIME);
        AtomicBoolean more = new AtomicBoolean(true);
        while (more.get()) {
            long after;
            synchronized (results) {
                after = results.readThrough(worker.id());
            }
            worker.poll(after, report -> {
                add(worker, report, after, newest);
                more.set(report.more() && time.instant().isBefore(until));
            });
        }
    }

    private void add(FleetWorker worker, Report report, long after, long newest) {
        ReportCheck.require(report, after, newest);
        synchronized (results) {
            if (isClosed) {
                return;
            }
            long before = results.lastSecond(worker.id());
            results.add(worker.id(), report);
            if (results.lastSecond(worker.id()) > before) {
                worker.stored(false);
            }
        }
    }

    /// All reports, merged.
    public MergedResult measured() {
        return results.measured();
    }

    /// Carries out the calls to existing workers that a decision requires. They may be repeated. The platform carries out
    /// everything else.
    ///
    /// @param run identifier of the run, unique among all runs
    public synchronized void apply(String run, RunDecision decision) throws InterruptedException {
        switch (decision) {
            case RunDecision.AssignSlices(_, var slices) ->
                call(these(slices.keySet()), worker -> assign(worker, slices));
            case RunDecision.Revise(_, var revision, var ids) ->
                call(these(ids), worker -> worker.send("PUT", WorkerProtocol.LOAD, revision));
            case RunDecision.StartWorkers(_, var barrier, var ids) ->
                call(these(ids), worker -> worker.start(run, barrier));
            case RunDecision.HandOver(_, var second, var ids) ->
                call(these(ids), worker -> worker.send("POST", WorkerProtocol.HANDOVER, new HandOver(run, second)));
            case RunDecision.TakeOver(_, var barrier, var slices, var leaving) ->
                call(these(slices.keySet()), worker -> {
                    Slice slice = Objects.requireNonNull(slices.get(worker.id()));
                    worker.send("PUT", WorkerProtocol.SLICE, slice);
                    // The leaving worker is the first that receives the second. So no request is sent by both.
                    String before = leaving.get(worker.id());
                    for (FleetWorker leaver : these(before == null ? List.of() : List.of(before))) {
                        leaver.send("POST", WorkerProtocol.HANDOVER, new HandOver(run, slice.share().fromSecond()));
                    }
                    worker.start(run, barrier);
                });
            case RunDecision.StopWorkers(_, var ids) ->
                call(these(ids), worker -> worker.send("POST", WorkerProtocol.STOP, null));
            case RunDecision.ReleaseWorkers(_, var ids) -> call(these(ids), FleetWorker::release);
            case RunDecision.NoAction _,RunDecision.CreateWorkers _,RunDecision.KillWorkers _ -> {
            }
            case RunDecision.StoreProgress _,RunDecision.RestoreSecret _,RunDecision.StoreResult _,RunDecision.CleanUp _ ->
                {
                }
        }
    }

    /// Sends the addresses to which the target may resolve now to the workers that have others.
    ///
    /// @param run identifier of the run
    /// @param route has the addresses in a fixed order; none if the workers alone decide
    public synchronized void permit(String run, Route route) throws InterruptedException {
        if (!route.addresses().isEmpty()) {
            PermittedAddresses now = new PermittedAddresses(run, route.addresses(), route.showsResponses());
            call(workers.values().stream().filter(worker -> worker.needs(now)).toList(), worker -> worker.permit(now));
        }
    }

    private static void assign(FleetWorker worker, Map<String, Slice> slices) throws IOException, InterruptedException {
        worker.send("PUT", WorkerProtocol.SLICE, Objects.requireNonNull(slices.get(worker.id())));
    }

    /// The entries to store: those of these workers, and those that are stored already.
    public List<LostWorker> lost(Collection<String> ids) {
        return workers.values().stream().filter(worker -> worker.isStored() || ids.contains(worker.id()))
                .flatMap(worker -> worker.asLost(results).stream()).toList();
    }

    /// Marks everything that these workers reported so far as stored.
    public void markStored(Collection<String> ids) {
        these(ids).forEach(worker -> worker.stored(true));
    }

    /// Ends all workers without reading more of them, and closes the fleet.
    public synchronized void end() throws InterruptedException {
        call(workers.values().stream().filter(worker -> worker.isAlive() && !worker.isQuarantined()).toList(),
                worker -> {
                    worker.send("POST", WorkerProtocol.STOP, null);
                    worker.release();
                });
        close();
    }

    private List<FleetWorker> these(Collection<String> ids) {
        return ids.stream().map(workers::get).filter(Objects::nonNull).toList();
    }

    private void call(Collection<FleetWorker> some, WorkerCall call) throws InterruptedException {
        List<Callable<Boolean>> all = some.stream().map(worker -> (Callable<Boolean>) () -> {
            try {
                call.on(worker);
                return true;
            } catch (IOException e) {
                callFailed.run();
                return false;
            }
        }).toList();
        for (Future<Boolean> result : calls.invokeAll(all)) {
            try {
                boolean _ = result.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a call to a worker failed unexpectedly", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        synchronized (results) {
            isClosed = true;
            room.take(0);
        }
    }
}
