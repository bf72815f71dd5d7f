package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Live;
import io.fareswarm.operator.result.HeatBuckets;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.MergedTask;
import io.fareswarm.protocol.WorkerHealth;
import io.fareswarm.protocol.WorkerStatus;

/// The live figures of a run for its status and for its stored series.
public final class LiveFigures {
    /// Length of the window, which is how often a status is written.
    private static final int SECONDS = 2;
    /// Bound of the figures as JSON, and upper bounds of their parts: the whole without tasks and workers, a task without its
    /// name, a worker.
    private static final int BYTES = 8 << 10;
    private static final int FRAME_BYTES = 1000;
    private static final int TASK_BYTES = 130;
    private static final int WORKER_BYTES = 190;
    private static final String LOST = "Lost";
    private static final String STARTING = "Starting";

    private LiveFigures() {}

    /// The figures of the last whole window; null before the first.
    static @Nullable Live of(Evaluation facts) {
        MergedResult measured = facts.seen().fleet().measured();
        Optional<MergedInterval> window = measured.lastWindow(SECONDS);
        return window.map(last -> {
            MergedTask all = last.all();
            List<String> tasks = shown(measured.tasks());
            return new Live(last.second(), SECONDS, last.users(), last.stalls().maxMicros() / 1e3, window(null, all),
                    heat(all),
                    tasks.stream().map(task -> window(task, measured.samples(task, last))).toList(),
                    workers(facts, tasks));
        }).orElse(null);
    }

    /// The tasks whose figures have room. Only names of control characters, which are long as JSON, leave some out.
    private static List<String> shown(List<String> tasks) {
        int shown = 0;
        for (int bytes = FRAME_BYTES; shown < tasks.size(); shown++) {
            bytes += bytes(tasks.get(shown));
            if (bytes > BYTES) {
                break;
            }
        }
        return tasks.subList(0, shown);
    }

    private static int bytes(String task) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(task).length + TASK_BYTES;
    }

    private static Live.@Nullable Heat heat(MergedTask samples) {
        SortedMap<Integer, Long> counts = HeatBuckets.counts(samples);
        return counts.isEmpty()
                ? null
                : new Live.Heat(counts.firstKey(), IntStream.rangeClosed(counts.firstKey(), counts.lastKey())
                        .mapToObj(bucket -> counts.getOrDefault(bucket, 0L)).toList());
    }

    private static Live.Window window(@Nullable String task, MergedTask samples) {
        List<@Nullable Double> percentiles = samples.latency().percentilesMillis(50, 95, 99);
        return new Live.Window(task, (double) samples.requestsInTime() / SECONDS,
                (double) samples.failuresInTime() / SECONDS, percentiles.get(0), percentiles.get(1),
                percentiles.get(2));
    }

    private static List<Live.LiveWorker> workers(Evaluation facts, List<String> tasks) {
        int left = BYTES - FRAME_BYTES - tasks.stream().mapToInt(LiveFigures::bytes).sum();
        int room = Math.clamp(left / WORKER_BYTES, 0, Live.MOST_WORKERS);
        return all(facts.workers(), facts.now())
                .sorted(Comparator.comparingDouble(LiveFigures::lateness).reversed()).limit(room)
                .sorted(Comparator.comparingInt(Live.LiveWorker::index).thenComparingInt(Live.LiveWorker::attempt))
                .toList();
    }

    /// All workers of a run, by index.
    public static List<Live.LiveWorker> workers(RunObservation seen) {
        return all(WorkerSet.of(seen), seen.now()).toList();
    }

    private static Stream<Live.LiveWorker> all(WorkerSet workers, Instant now) {
        return workers.indexes().stream().flatMap(index -> index.workers().stream())
                .map(worker -> worker(worker, worker.isLost(now)));
    }

    private static double lateness(Live.LiveWorker worker) {
        return Math.max(Objects.requireNonNullElse(worker.lagMs(), 0.0),
                Objects.requireNonNullElse(worker.turnMs(), 0.0));
    }

    private static Live.LiveWorker worker(WorkerView worker, boolean lost) {
        Optional<WorkerStatus> status = worker.lastStatus();
        String state = lost ? LOST : status.map(last -> last.state().name()).orElse(STARTING);
        WorkerHealth health = lost ? null : status.map(WorkerStatus::health).orElse(null);
        return health == null
                ? new Live.LiveWorker(worker.index(), worker.attempt(), state, null, null, null, null, null, null)
                : new Live.LiveWorker(worker.index(), worker.attempt(), state, health.users(), health.requests(),
                        health.lagMicros() / 1e3, health.turnMicros() / 1e3, health.cpuMillis() / 1e3,
                        health.memoryBytes() >> 20);
    }
}
