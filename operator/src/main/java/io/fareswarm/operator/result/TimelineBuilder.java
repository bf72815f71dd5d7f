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
/// doubles. If the seconds take more than 8 MiB, fewer are stored one by one, but never less than the longest window of a
/// threshold has; if the windows take more, their length doubles too. Not thread-safe.
final class TimelineBuilder {
    private static final double SECOND_MICROS = 1e6;
    private static final long MAX_BYTES = 8L << 20;
    /// Number of seconds that are always stored one by one: those of a window of five minutes, and some that are late.
    private static final int LEAST_SECONDS = 310;

    private final NavigableMap<Long, List<MergedInterval>> seconds = new TreeMap<>();
    private List<MergedInterval> older = List.of();
    private final long begin;
    private long width = 1;
    private long secondsBytes;
    private long olderBytes;

    /// @param begin first second of the duration, from the start barrier
    TimelineBuilder(long begin) {
        this.begin = begin;
    }

    /// @param second one-second interval of one worker
    void add(MergedInterval second) {
        seconds.computeIfAbsent(second.second(), _ -> new ArrayList<>()).add(second);
        secondsBytes += second.bytes();
        if (secondsBytes > MAX_BYTES) {
            mergeWorkers();
        }
        // A quarter more leaves at once, so that not every second leads to a merge.
        long most = secondsBytes > MAX_BYTES ? MAX_BYTES / 4 * 3 : MAX_BYTES;
        List<MergedInterval> leaving = new ArrayList<>();
        while (seconds.firstKey() <= seconds.lastKey() - WorkerProtocol.STORED_INTERVALS
                || (secondsBytes > most && seconds.size() > LEAST_SECONDS)) {
            List<MergedInterval> workers = seconds.pollFirstEntry().getValue();
            secondsBytes -= bytes(workers);
            leaving.add(MergedInterval.ofWorkers(workers));
        }
        if (!leaving.isEmpty()) {
            leaving.addAll(older);
            while (span(leaving) > Timeline.MOST_WINDOWS) {
                width *= 2;
            }
            older = Timeline.inWindows(leaving, width);
            while (bytes(older) > MAX_BYTES && older.size() > 1) {
                width *= 2;
                older = Timeline.inWindows(older, width);
            }
            olderBytes = bytes(older);
        }
    }

    private static long bytes(List<MergedInterval> parts) {
        return parts.stream().mapToLong(MergedInterval::bytes).sum();
    }

    /// About the memory of the timeline, bytes.
    long bytes() {
        return secondsBytes + olderBytes;
    }

    private long span(List<MergedInterval> parts) {
        long first = parts.stream().mapToLong(MergedInterval::second).min().orElse(0);
        long last = parts.stream().mapToLong(MergedInterval::second).max().orElse(0);
        return last / width - first / width + 1;
    }

    /// @param end end of the newest reported second of the duration, in seconds from the start barrier
    /// @param elapsedMicros actual length of the duration in microseconds; 0 if no worker has reported it
    /// @param ended whether all workers have reported the whole duration
    Timeline timeline(long end, long elapsedMicros, boolean ended) {
        mergeWorkers();
        double length = ended && elapsedMicros > 0 ? elapsedMicros / SECOND_MICROS : Double.MAX_VALUE;
        return new Timeline(older, seconds.values().stream().map(List::getFirst).toList(),
                new Timeline.LoadSpan(begin, Math.min((double) end, begin + length), ended));
    }

    /// Merges the intervals of each second. The sum takes the place of its parts, so they are merged once.
    private void mergeWorkers() {
        seconds.replaceAll((_, workers) -> workers.size() == 1
                ? workers
                : new ArrayList<>(List.of(MergedInterval.ofWorkers(workers))));
        secondsBytes = seconds.values().stream().mapToLong(TimelineBuilder::bytes).sum();
    }
}
