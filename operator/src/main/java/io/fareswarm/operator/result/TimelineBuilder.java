package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.fareswarm.protocol.WorkerProtocol;

/// Builder of the timeline of a run from its workers' one-second intervals. Each interval is added once, in any order.
///
/// Bounded: the last [WorkerProtocol#STORED_INTERVALS] seconds, as many as a worker stores, are stored one by one. Older
/// seconds are merged into at most [Timeline#MOST_WINDOWS] windows; when there would be more, the length of all windows
/// doubles. Not thread-safe.
final class TimelineBuilder {
    private final NavigableMap<Long, List<MergedInterval>> seconds = new TreeMap<>();
    private List<MergedInterval> older = List.of();
    private long width = 1;

    /// @param second one-second interval of one worker
    void add(MergedInterval second) {
        seconds.computeIfAbsent(second.second(), _ -> new ArrayList<>()).add(second);
        long oldest = seconds.lastKey() - WorkerProtocol.STORED_INTERVALS;
        if (seconds.firstKey() <= oldest) {
            NavigableMap<Long, List<MergedInterval>> leaving = seconds.headMap(oldest, true);
            List<MergedInterval> all = new ArrayList<>(older);
            leaving.values().forEach(workers -> all.add(MergedInterval.ofWorkers(workers)));
            leaving.clear();
            while (span(all) > Timeline.MOST_WINDOWS) {
                width *= 2;
            }
            older = Timeline.inWindows(all, width);
        }
    }

    private long span(List<MergedInterval> parts) {
        long first = parts.stream().mapToLong(MergedInterval::second).min().orElse(0);
        long last = parts.stream().mapToLong(MergedInterval::second).max().orElse(0);
        return last / width - first / width + 1;
    }

    Timeline timeline() {
        List<MergedInterval> merged = new ArrayList<>();
        seconds.replaceAll((_, workers) -> {
            MergedInterval sum = MergedInterval.ofWorkers(workers);
            merged.add(sum);
            // The sum takes the place of its parts, so they are merged once.
            return workers.size() == 1 ? workers : new ArrayList<>(List.of(sum));
        });
        return new Timeline(older, List.copyOf(merged));
    }
}
