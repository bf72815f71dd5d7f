package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Phase;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TotalReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;

/// What one worker process reported.
///
/// Seconds wait one by one until some of them follow upon the sum without a gap; then these are added to it at once,
/// which is cheaper than one by one. So the sum is always of seconds 0 to [#summed].
final class WorkerAccumulator {
    /// How many seconds are added up at once.
    private static final int BATCH = 8;

    private PartialSum sum;
    private long summed = -1;
    /// The last second of the total that is in the sum; -1 without one.
    private long totalThrough = -1;
    /// Seconds after [#summed]: a batch at most, and those that came before their predecessors, of which there are no
    /// more than a worker keeps, since it cannot fill an older gap.
    private final NavigableMap<Long, PartialSum> waiting = new TreeMap<>();
    private long through = -1;
    /// Seconds that the timeline of the run has already.
    private final BitSet shown = new BitSet();
    private boolean finished;
    private long users;
    private long usersAsOf = -1;

    WorkerAccumulator(int tasks) {
        sum = PartialSum.none(tasks);
    }

    /// @return the measured seconds that it told for the first time
    /// @throws IllegalArgumentException for a report that cannot be read; nothing of it is added then
    List<MergedInterval> add(Report report, List<String> names) {
        TotalReport news = report.total() != null && tellsMore(report.total()) ? report.total() : null;
        PartialSum whole = news == null ? sum : PartialSum.of(news, names);
        long known = news == null ? summed : news.throughSecond();
        Map<Long, PartialSum> fresh = new TreeMap<>();
        List<MergedInterval> moments = new ArrayList<>();
        for (IntervalReport second : report.seconds()) {
            boolean counts = second.second() > known && !waiting.containsKey(second.second());
            boolean shows = second.phase() != Phase.warmup && !shown.get(Math.toIntExact(second.second()));
            PartialSum part = counts || shows ? PartialSum.of(second, names) : PartialSum.none(names.size());
            if (counts) {
                fresh.put(second.second(), part);
            }
            if (shows) {
                moments.add(MergedInterval.of(second, part));
            }
        }

        if (news != null) {
            replace(whole, known, known);
        }
        waiting.putAll(fresh);
        advance();
        report.seconds().forEach(second -> seeUsers(second.second(), second.users(), false));
        see(report.total(), report.status().state());
        moments.forEach(moment -> shown.set((int) moment.second()));
        return moments;
    }

    private boolean tellsMore(TotalReport total) {
        return total.throughSecond() >= through && total.throughSecond() > totalThrough;
    }

    private void see(@Nullable TotalReport total, WorkerState state) {
        if (total != null) {
            seeUsers(total.throughSecond(), total.users(), true);
            finished |= state == WorkerState.Finished;
        }
    }

    private void replace(PartialSum whole, long throughSecond, long throughTotal) {
        sum = whole;
        summed = throughSecond;
        totalThrough = throughTotal;
        through = Math.max(through, summed);
        waiting.headMap(summed, true).clear();
    }

    private void advance() {
        Long next = through;
        while (next != null) {
            through = next;
            while (waiting.containsKey(through + 1)) {
                through++;
            }
            if (through - summed >= BATCH) {
                addUp();
            }
            // When so many wait, the worker has not kept what is missing: it will never come.
            next = waiting.size() > WorkerProtocol.STORED_INTERVALS ? waiting.higherKey(through) : null;
        }
    }

    private void addUp() {
        NavigableMap<Long, PartialSum> batch = waiting.headMap(through, true);
        List<PartialSum> parts = new ArrayList<>(batch.values());
        parts.add(sum);
        sum = PartialSum.sum(parts, sum.tasks().size(),
                ErrorCounts.ofWorker(parts.stream().map(PartialSum::errors).toList()));
        summed = through;
        batch.clear();
    }

    /// Of a second's own count and the total's of the same second, the total's is the newer.
    private void seeUsers(long second, long count, boolean total) {
        long asOf = 2 * second + (total ? 1 : 0);
        if (asOf > usersAsOf) {
            usersAsOf = asOf;
            users = count;
        }
    }

    /// The last second without a gap before it; -1 before the first.
    long through() {
        return through;
    }

    /// The newest second that it said anything about; -1 before the first.
    long newest() {
        return Math.max(through, waiting.isEmpty() ? -1 : waiting.lastKey());
    }

    /// Whether its final total is in.
    boolean finished() {
        return finished;
    }

    long users() {
        return users;
    }

    /// What adds up to everything that it measured.
    List<PartialSum> parts() {
        List<PartialSum> parts = new ArrayList<>(waiting.values());
        parts.add(sum);
        return parts;
    }

    TotalReport total(List<String> names) {
        PartialSum all = PartialSum.sum(parts(), names.size(), errors());
        return new TotalReport(newest(), all.seconds(), users, all.elapsedMicros(), all.stalls().report(),
                IntStream.range(0, names.size()).mapToObj(task -> all.tasks().get(task).report(names.get(task)))
                        .toList(),
                all.errors().list());
    }

    ErrorCounts errors() {
        return ErrorCounts.ofWorker(parts().stream().map(PartialSum::errors).toList());
    }
}
