package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerProtocol;

/// Workers of one run and their merged reports, independent of the platform.
///
/// Not thread-safe. Each method calls the workers in parallel and returns when all calls have ended. A failed call is no
/// error: the next decision repeats it, and a report that stays missing counts as lost.
public final class WorkerFleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFleet.class);

    private final ResultAccumulator results;
    private final Function<URI, WorkerClient> connect;
    private final Clock time;
    private final Runnable callFailed;
    private final Map<String, FleetWorker> workers = new LinkedHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    private interface Call {
        void on(FleetWorker worker) throws IOException, InterruptedException;
    }

    /// @param tasks the names of the run's tasks, in their order
    /// @param connect makes the client of the worker at an address
    /// @param callFailed runs once for each call that fails, on any thread
    public WorkerFleet(List<String> tasks, Function<URI, WorkerClient> connect, Clock time, Runnable callFailed) {
        this.results = new ResultAccumulator(tasks);
        this.connect = connect;
        this.time = time;
        this.callFailed = callFailed;
    }

    /// Restores a lost worker that an earlier process of the operator stored. A worker whose report does not fit the run is
    /// left out, and its seconds count as lost.
    public void restore(LostWorker lost) {
        try {
            results.add(lost.process().id(), lost.report());
        } catch (IllegalArgumentException e) {
            LOG.warn("expected the stored report of worker {} to fit the run, found another, which is left out: {}",
                    lost.process().id(), e.getMessage());
            return;
        }
        worker(lost.process()).restore(lost.report().status());
    }

    /// Adds new processes, updates the state of known ones, and polls every worker that has more to report.
    ///
    /// @return all workers, including lost ones
    public List<WorkerView> observe(Collection<WorkerProcess> processes) throws InterruptedException {
        processes.forEach(process -> worker(process).update(process));
        call(workers.values().stream().filter(worker -> worker.isAlive() && !results.reportedAll(worker.id())).toList(),
                this::poll);
        return workers.values().stream().map(worker -> worker.view(results)).toList();
    }

    private FleetWorker worker(WorkerProcess process) {
        return workers.computeIfAbsent(process.id(), _ -> new FleetWorker(process, connect, time.instant()));
    }

    private void poll(FleetWorker worker) throws IOException, InterruptedException {
        long before;
        synchronized (results) {
            before = results.lastSecond(worker.id());
        }
        Report report = worker.poll(before);
        synchronized (results) {
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
    public void apply(String run, RunDecision decision) throws InterruptedException {
        switch (decision) {
            case RunDecision.AssignSlices(_, var slices) ->
                call(these(slices.keySet()), worker -> assign(worker, slices));
            case RunDecision.Revise(_, var revision, var ids) ->
                call(these(ids), worker -> worker.send("PUT", WorkerProtocol.LOAD, revision));
            case RunDecision.StartWorkers(_, var barrier, var ids) ->
                call(these(ids), worker -> worker.start(run, barrier));
            case RunDecision.TakeOver(_, var barrier, var slices) -> call(these(slices.keySet()), worker -> {
                assign(worker, slices);
                worker.start(run, barrier);
            });
            case RunDecision.StopWorkers(_, var ids) ->
                call(these(ids), worker -> worker.send("POST", WorkerProtocol.STOP, null));
            case RunDecision.ReleaseWorkers(_, var ids) ->
                call(these(ids), worker -> worker.send("POST", WorkerProtocol.DONE, null));
            case RunDecision.NoAction _,RunDecision.CreateWorkers _,RunDecision.KillWorkers _ -> {
            }
            case RunDecision.StoreProgress _,RunDecision.StoreResult _,RunDecision.CleanUp _ -> {
            }
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

    private List<FleetWorker> these(Collection<String> ids) {
        return ids.stream().map(workers::get).filter(Objects::nonNull).toList();
    }

    private void call(Collection<FleetWorker> some, Call call) throws InterruptedException {
        List<Callable<Boolean>> all = some.stream().map(worker -> (Callable<Boolean>) () -> {
            try {
                call.on(worker);
                return true;
            } catch (IOException | IllegalArgumentException e) {
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
    }
}
