package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TotalReport;

/// Everything that the workers of one run reported.
///
/// Adding is idempotent (a second or a total that was seen already changes nothing), and the order of reports does not
/// change the outcome. Where a worker gives a total, the total counts in place of the seconds up to
/// it, so a reader that missed seconds loses nothing. The warm-up is left out.
///
/// Bounded: a worker takes its packed histograms (some kB each, and those of the last few seconds), 100 errors, and a bit
/// for each second; all together take the [TimelineBuilder]. Not thread-safe.
public final class ResultAccumulator {
    private final List<String> tasks;
    private final Map<String, WorkerAccumulator> workers = new HashMap<>();
    private final TimelineBuilder timelineBuilder = new TimelineBuilder();

    /// @param tasks the names of the run's tasks, in their order, each once
    /// @throws IllegalArgumentException when a name is there twice
    public ResultAccumulator(List<String> tasks) {
        this.tasks = List.copyOf(tasks);
        if (new HashSet<>(tasks).size() < tasks.size()) {
            throw new IllegalArgumentException("expected every task's name once, found " + tasks);
        }
    }

    /// Adds what a worker reported.
    ///
    /// @param worker identity of one worker process (a pod's UID), not its number: its successor counts beside it
    /// @throws IllegalArgumentException for a report that cannot be read or speaks of a task that the run has not;
    /// nothing of it is added then
    public void add(String worker, Report report) {
        WorkerAccumulator tally = workers.get(worker);
        if (tally == null) {
            tally = new WorkerAccumulator(tasks.size());
        }
        List<MergedInterval> fresh = tally.add(report, tasks);
        workers.put(worker, tally);
        fresh.forEach(timelineBuilder::add);
    }

    /// The N for this worker's next `GET /report?after=N`: the last second that it reported without a gap before; -1
    /// when nothing yet.
    public long lastSecond(String worker) {
        WorkerAccumulator tally = workers.get(worker);
        return tally == null ? -1 : tally.through();
    }

    /// How many seconds of the duration a worker has reported.
    public long measuredSeconds(String worker) {
        WorkerAccumulator tally = workers.get(worker);
        return tally == null ? 0 : tally.parts().stream().mapToLong(PartialSum::seconds).sum();
    }

    /// How many requests a worker has reported.
    public long requests(String worker) {
        WorkerAccumulator tally = workers.get(worker);
        return tally == null
                ? 0
                : tally.parts().stream().flatMap(part -> part.tasks().stream()).mapToLong(MergedTask::requests).sum();
    }

    /// Whether a worker's final total is in: there is nothing more to ask it.
    public boolean reportedAll(String worker) {
        WorkerAccumulator tally = workers.get(worker);
        return tally != null && tally.finished();
    }

    /// Everything that a worker reported, as one total, which added to an empty tally gives the same again; empty when it
    /// reported nothing.
    public Optional<TotalReport> total(String worker) {
        return Optional.ofNullable(workers.get(worker)).map(tally -> tally.total(tasks));
    }

    /// All of it at this moment; later reports do not change what is returned.
    public MergedResult measured() {
        List<WorkerAccumulator> all = new ArrayList<>(workers.values());
        long newest = all.stream().mapToLong(WorkerAccumulator::newest).max().orElse(-1);
        List<WorkerAccumulator> current = all.stream()
                .filter(one -> one.newest() >= newest - MergedResult.PATIENCE_SECONDS)
                .toList();
        Timeline timeline = timelineBuilder.timeline();
        // Who has left while others go on has no users any more; in the end those count who were there at once.
        long users = current.stream().mapToLong(WorkerAccumulator::users).sum();
        if (timeline.users() > 0 && all.stream().allMatch(WorkerAccumulator::finished)) {
            users = timeline.users();
        }
        long whole = current.stream().filter(one -> !one.finished()).mapToLong(WorkerAccumulator::newest).min()
                .orElse(-1);
        PartialSum sum = PartialSum.sum(all.stream().flatMap(one -> one.parts().stream()).toList(), tasks.size(),
                ErrorCounts.ofAll(all.stream().map(WorkerAccumulator::errors).toList()));
        Map<String, Long> through = new HashMap<>();
        workers.forEach((worker, tally) -> through.put(worker, tally.through()));
        return new MergedResult(tasks, sum, users, whole, through, timeline);
    }
}
