package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fareswarm.operator.fleet.ParallelCalls;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerProtocol;

/// The workers of one run, as child processes.
final class LocalWorkers implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;

    private final String run;
    private final Path files;
    private final Installation programs;
    private final OutputDirectory folder;
    private final HttpClient http;
    private final Clock time;
    private final ResultAccumulator tally;
    private final String token;
    private final Map<String, LocalWorker> workers = new LinkedHashMap<>();
    private final ParallelCalls calls = new ParallelCalls();

    /// @param run names the logs
    /// @param files where they find Secrets and ConfigMaps
    /// @param tally takes what the workers report
    LocalWorkers(String run, Path files, Installation programs, OutputDirectory folder, HttpClient http, Clock time,
            ResultAccumulator tally) {
        this.run = run;
        this.files = files;
        this.programs = programs;
        this.folder = folder;
        this.http = http;
        this.time = time;
        this.tally = tally;
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        this.token = HexFormat.of().formatHex(secret);
    }

    void create(List<Place> places) throws IOException {
        for (Place place : places) {
            String id = "worker-" + place.worker() + (place.incarnation() == 0 ? "" : "-" + place.incarnation());
            if (!workers.containsKey(id)) {
                ChildProcess child = new ChildProcess(
                        programs.worker("--host", "127.0.0.1", "--port", "0", "--files", files.toString(),
                                "--until-stdin-closes"),
                        Map.of(WorkerProtocol.TOKEN_VARIABLE, token), folder.log(run + "-" + id));
                workers.put(id, new LocalWorker(id, place, child, http, token, time));
            }
        }
    }

    /// Asks every worker for what is new.
    List<WorkerView> observe() throws InterruptedException {
        each(workers.keySet(), worker -> {
            Report report = worker.link().poll(lastSecond(worker));
            synchronized (tally) {
                tally.add(worker.id(), report);
            }
        });
        return workers.values().stream().map(worker -> worker.view(tally)).toList();
    }

    void assign(Map<String, Slice> slices) throws InterruptedException {
        each(slices.keySet(), worker -> worker.link().assign(Objects.requireNonNull(slices.get(worker.id()))));
    }

    void start(String run, Instant barrier, List<String> ids) throws InterruptedException {
        each(ids, worker -> worker.link().start(run, barrier));
    }

    /// Gives workers their slices in the middle of the run.
    void takeUp(String run, Instant barrier, Map<String, Slice> slices) throws InterruptedException {
        each(slices.keySet(), worker -> {
            worker.link().assign(Objects.requireNonNull(slices.get(worker.id())));
            worker.link().start(run, barrier);
        });
    }

    /// Ends these workers without a word.
    void dismiss(List<String> ids) {
        ids.stream().map(workers::get).filter(Objects::nonNull).forEach(LocalWorker::dismiss);
    }

    void stop(List<String> ids) throws InterruptedException {
        each(ids, worker -> worker.link().stop());
    }

    void release(List<String> ids) throws InterruptedException {
        each(ids, LocalWorker::release);
    }

    @Override
    public void close() {
        calls.close();
        workers.values().forEach(LocalWorker::close);
    }

    private long lastSecond(LocalWorker worker) {
        synchronized (tally) {
            return tally.lastSecond(worker.id());
        }
    }

    private void each(Collection<String> ids, ParallelCalls.Call<LocalWorker> call) throws InterruptedException {
        calls.each(ids.stream().map(workers::get).filter(Objects::nonNull).toList(), call);
    }
}
