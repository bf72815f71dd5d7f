package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.fareswarm.api.worker.WorkerProtocol;

/// Collects the course of a run from its workers' seconds, each given once, in any order.
///
/// Bounded: the last [WorkerProtocol#KEPT_SECONDS] seconds, which is what a worker keeps too, stay one by one; older ones
/// become windows, of which there are [Course#MOST_WINDOWS] at most: one more makes all of them twice as long. Not
/// thread-safe.
final class Timeline {
    private final NavigableMap<Long, List<Moment>> seconds = new TreeMap<>();
    private List<Moment> older = List.of();
    private int width = 1;

    /// @param second of one worker
    void add(Moment second) {
        seconds.computeIfAbsent(second.second(), _ -> new ArrayList<>()).add(second);
        long oldest = seconds.lastKey() - WorkerProtocol.KEPT_SECONDS;
        if (seconds.firstKey() <= oldest) {
            NavigableMap<Long, List<Moment>> leaving = seconds.headMap(oldest, true);
            List<Moment> all = new ArrayList<>(older);
            leaving.values().forEach(workers -> all.add(Moment.ofWorkers(workers)));
            leaving.clear();
            while (span(all) > Course.MOST_WINDOWS) {
                width *= 2;
            }
            older = Course.inWindows(all, width);
        }
    }

    private long span(List<Moment> parts) {
        long first = parts.stream().mapToLong(Moment::second).min().orElse(0);
        long last = parts.stream().mapToLong(Moment::second).max().orElse(0);
        return last / width - first / width + 1;
    }

    Course course() {
        List<Moment> merged = new ArrayList<>();
        seconds.replaceAll((_, workers) -> {
            Moment sum = Moment.ofWorkers(workers);
            merged.add(sum);
            // What is merged is merged once.
            return workers.size() == 1 ? workers : new ArrayList<>(List.of(sum));
        });
        return new Course(older, List.copyOf(merged));
    }
}
