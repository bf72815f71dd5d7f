package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerStatus;

/// Accumulator of the reports of all workers of one run.
///
/// Adding is idempotent (an interval or a total that was added already changes nothing), and the order of reports does not
/// change the result. A worker's total counts in place of its intervals up to the total's last second, so a reader that
/// missed intervals loses nothing. The warm-up is left out.
///
/// Bounded: for each worker its packed histograms (some kB each, and those of the last few seconds), 100 errors, and a bit
/// for each second; for all workers together the [TimelineBuilder]; and all of it by a [Room]. Not thread-safe.
public final class ResultAccumulator {
    private final List<String> tasks;
    private final Map<String, WorkerAccumulator> workers = new HashMap<>();
    private final TimelineBuilder timelineBuilder;
    private final Room room;
    /// Memory of the workers' measurements.
    private long bytes;

    /// An accumulator of a run without warm-up, and without a bound of its memory.
    ///
    /// @param tasks the names of the run's tasks, in their order, each once
    /// @throws IllegalArgumentException if a name occurs twice
    public ResultAccumulator(List<String> tasks) {
        this(tasks, 0, Room.UNBOUNDED);
    }

    /// @param tasks the names of the run's tasks, in their order, each once
    /// @param firstSecond first second of the run's duration, from the start barrier: the warm-up's length
    /// @param room memory for the measurements
    /// @throws IllegalArgumentException if a name occurs twice
    public ResultAccumulator(List<String> tasks, long firstSecond, Room room) {
        this.tasks = List.copyOf(tasks);
        this.timelineBuilder = new TimelineBuilder(firstSecond);
        this.room = room;
        if (new HashSet<>(tasks).size() < tasks.size()) {
            throw new IllegalArgumentException("expected every task's name once, found " + tasks);
        }
    }

    private WorkerAccumulator of(String worker) {
        WorkerAccumulator known = workers.get(worker);
        return known == null ? new WorkerAccumulator(tasks.size()) : known;
    }

    /// Adds a report of a worker.
    ///
    /// @param worker identity of one worker process (a pod's UID), not its worker index: its replacement counts beside it
    /// @throws IllegalArgumentException for a report that cannot be decoded or has an unknown task; nothing of it is added
    /// then
    /// @throws RoomExhausted if there is no room for the report; nothing of it is added then
    public void add(String worker, Report report) {
        WorkerAccumulator accumulator = of(worker);
        long others = bytes - accumulator.bytes();
        List<MergedInterval> fresh = accumulator.add(report, tasks, added -> {
            long needed = bytes + timelineBuilder.bytes() + added;
            if (!room.take(needed)) {
                throw new RoomExhausted(needed);
            }
        });
        workers.put(worker, accumulator);
        fresh.forEach(timelineBuilder::add);
        bytes = others + accumulator.bytes();
        room.take(bytes + timelineBuilder.bytes());
    }

    /// The last second that a worker reported without a gap before it; -1 before the first.
    public long lastSecond(String worker) {
        return of(worker).through();
    }

    /// The N of the next `GET /report?after=N`: the last reported second without a gap before it, or the last second of a
    /// report that more intervals follow.
    public long readThrough(String worker) {
        return of(worker).readThrough();
    }

    /// Number of seconds of the duration that a worker has reported.
    public long measuredSeconds(String worker) {
        return of(worker).parts().stream().mapToLong(MergedInterval::workerSeconds).sum();
    }

    /// Number of requests that a worker has reported.
    public long requests(String worker) {
        return of(worker).parts().stream().flatMap(part -> part.tasks().stream()).mapToLong(MergedTask::requests).sum();
    }

    /// Whether the final total of a worker has been added, so that nothing more follows.
    public boolean reportedAll(String worker) {
        return of(worker).finished();
    }

    /// Everything that a worker reported, as one total: added to an empty accumulator it gives the same result again.
    ///
    /// @param status the worker's last status
    public Report report(String worker, WorkerStatus status) {
        WorkerAccumulator accumulator = workers.get(worker);
        return accumulator == null
                ? new Report(status, List.of(), null, 0)
                : new Report(status, List.of(), accumulator.toReport(tasks), accumulator.elapsedMicros());
    }

    /// Everything reported so far; later reports do not change what is returned.
    public MergedResult measured() {
        List<WorkerAccumulator> all = new ArrayList<>(workers.values());
        long newest = all.stream().mapToLong(WorkerAccumulator::newest).max().orElse(-1);
        List<WorkerAccumulator> current = all.stream()
                .filter(one -> one.newest() >= newest - MergedResult.PATIENCE_SECONDS).toList();
        long elapsedMicros = all.stream().mapToLong(WorkerAccumulator::elapsedMicros).max().orElse(0);
        long whole = current.stream().filter(one -> !one.finished()).mapToLong(WorkerAccumulator::newest).min()
                .orElse(-1);
        boolean ended = current.stream().allMatch(one -> one.finished() || one.elapsedMicros() > 0);
        long end = all.stream().mapToLong(WorkerAccumulator::measuredEnd).max().orElse(0);
        // While the run goes on, a second ends when all live workers have reported it.
        Timeline timeline = timelineBuilder.timeline(ended ? end : Math.min(end, whole + 1), elapsedMicros,
                ended);
        // A worker that exited while others run has no users. At the end, the maximum at one time counts.
        long users = current.stream().mapToLong(WorkerAccumulator::users).sum();
        if (timeline.users() > 0 && all.stream().allMatch(WorkerAccumulator::finished)) {
            users = timeline.users();
        }
        List<MergedInterval> parts = new ArrayList<>();
        parts.add(MergedInterval.empty(Span.through(-1), 0, tasks.size()));
        all.forEach(one -> parts.addAll(one.parts()));
        MergedInterval total = MergedInterval.sum(Span.through(newest), users, parts,
                MergedErrors.ofAll(all.stream().map(WorkerAccumulator::errors).toList()));
        Map<String, Long> through = new HashMap<>();
        workers.forEach((worker, accumulator) -> through.put(worker, accumulator.through()));
        return new MergedResult(tasks, total, elapsedMicros, whole, through, timeline);
    }
}
