package io.fareswarm.operator.kubernetes.runs;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.fleet.ParallelCalls;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerStatus;

/// What the operator holds of one run in memory: its workers, and what they reported. All of it can be had again: from the
/// workers, which keep what they measured, and for those that are gone from the run's ConfigMap. Its methods are called by
/// one thread at a time.
final class ClusterRun implements AutoCloseable {
    private final LoadTestSpec spec;
    private final String token;
    private final HttpClient http;
    private final Clock time;
    private final OperatorMetrics counters;
    private final ResultAccumulator tally;
    private final ParallelCalls calls = new ParallelCalls();
    private final Map<String, ClusterWorker> workers = new LinkedHashMap<>();
    /// Those of which no pod is left.
    private final Map<String, LostWorker> lost = new LinkedHashMap<>();

    /// @param spec that the run was created with
    /// @param token of its workers
    /// @param lost workers of which the run's ConfigMap tells
    ClusterRun(LoadTestSpec spec, String token, Collection<LostWorker> lost, HttpClient http, Clock time,
            OperatorMetrics counters) {
        this.spec = spec;
        this.token = token;
        this.http = http;
        this.time = time;
        this.counters = counters;
        this.tally = new ResultAccumulator(RunPlan.of(spec).taskNames());
        for (LostWorker worker : lost) {
            tally.add(worker.id(), worker.report());
            this.lost.put(worker.id(), worker);
        }
    }

    LoadTestSpec spec() {
        return spec;
    }

    /// Takes what the cluster says of the pods, and asks every worker for what is new.
    ///
    /// @param pods of the run that there are now
    List<WorkerView> observe(Collection<Pod> pods) throws InterruptedException {
        Map<String, Pod> byId = pods.stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getUid(), Function.identity()));
        byId.forEach((id, pod) -> workers.computeIfAbsent(id, _ -> {
            LostWorker before = lost.remove(id);
            return new ClusterWorker(pod, before == null ? null : before.report().status(), http, token, time);
        }));
        workers.values().forEach(worker -> worker.see(Optional.ofNullable(byId.get(worker.id()))));
        call(workers.values().stream().filter(ClusterWorker::alive).filter(one -> !reportedAll(one)).toList(),
                worker -> {
                    Report report = worker.link().poll(lastSecond(worker));
                    synchronized (tally) {
                        long before = tally.lastSecond(worker.id());
                        tally.add(worker.id(), report);
                        if (tally.lastSecond(worker.id()) > before) {
                            worker.hasMoreToKeep();
                        }
                    }
                });
        List<WorkerView> views = new ArrayList<>();
        lost.values().forEach(worker -> views.add(worker.view(tally)));
        workers.values().forEach(worker -> views.add(worker.view(tally)));
        return views;
    }

    MergedResult measured() {
        return tally.measured();
    }

    void assign(Map<String, Slice> slices) throws InterruptedException {
        call(these(slices.keySet()),
                worker -> worker.link().assign(Objects.requireNonNull(slices.get(worker.id()))));
    }

    void start(String run, Instant barrier, List<String> ids) throws InterruptedException {
        call(these(ids), worker -> worker.link().start(run, barrier));
    }

    /// Gives workers their slices in the middle of the run.
    void takeUp(String run, Instant barrier, Map<String, Slice> slices) throws InterruptedException {
        call(these(slices.keySet()), worker -> {
            worker.link().assign(Objects.requireNonNull(slices.get(worker.id())));
            worker.link().start(run, barrier);
        });
    }

    /// The pods of these workers.
    List<Pod> pods(List<String> ids) {
        return these(ids).stream().map(ClusterWorker::pod).toList();
    }

    void stop(List<String> ids) throws InterruptedException {
        call(these(ids), worker -> worker.link().stop());
    }

    void release(List<String> ids) throws InterruptedException {
        call(these(ids), worker -> worker.link().done());
    }

    /// What is to be kept of all lost workers, with these among them.
    List<LostWorker> lost(List<String> ids) {
        List<LostWorker> all = new ArrayList<>(lost.values());
        workers.values().stream().filter(worker -> worker.isKept() || ids.contains(worker.id())).map(this::asLost)
                .flatMap(Optional::stream).forEach(all::add);
        return all;
    }

    /// The lost workers among these are kept.
    void kept(List<String> ids) {
        these(ids).forEach(ClusterWorker::kept);
    }

    private Optional<LostWorker> asLost(ClusterWorker worker) {
        @Nullable
        WorkerStatus said = worker.view(tally).said();
        return said == null
                ? Optional.empty()
                : Optional.of(new LostWorker(worker.id(), worker.number(), worker.incarnation(), worker.gone(),
                        tally.report(worker.id(), said)));
    }

    private boolean reportedAll(ClusterWorker worker) {
        synchronized (tally) {
            return tally.reportedAll(worker.id());
        }
    }

    private long lastSecond(ClusterWorker worker) {
        synchronized (tally) {
            return tally.lastSecond(worker.id());
        }
    }

    private List<ClusterWorker> these(Collection<String> ids) {
        return ids.stream().map(workers::get).filter(Objects::nonNull).toList();
    }

    private void call(Collection<ClusterWorker> some, ParallelCalls.Call<ClusterWorker> call)
            throws InterruptedException {
        int failed = calls.each(some, call);
        for (int i = 0; i < failed; i++) {
            counters.workerCallFailed();
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
