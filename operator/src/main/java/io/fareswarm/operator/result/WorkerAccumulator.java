package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;

/// Everything that one worker process reported.
///
/// Buffers one-second intervals until some are contiguous with the total, then adds these to it at once, which is cheaper
/// than one by one. So the total is always of the seconds from 0 to its span's last.
final class WorkerAccumulator {
    /// How many intervals are added at once.
    private static final int BATCH = 8;

    private MergedInterval total;
    private static void requireTotal(IntervalReport total) {
        Span span = total.span();
        if (span.first() != 0 || span.phase() != RunPart.measured || total.stalls().count() > span.seconds()) {
            throw new IllegalArgumentException(
                    "expected a total from second 0 on with a stall a second at most, found %s with %d"
                            .formatted(span, total.stalls().count()));
        }
    }

    private static void requireInterval(IntervalReport one) {
        boolean isWarmup = one.span().phase() == RunPart.warmup;
        long stalls = one.span().phase() == RunPart.measured ? 1 : 0;
        if (one.span().seconds() != 1 || (!isWarmup && one.stalls().count() != stalls)) {
            throw new IllegalArgumentException("expected an interval of one second with %d stalls, found %s with %d"
                    .formatted(stalls, one.span(), one.stalls().count()));
        }
    }

    /// The last second of the newest total that the worker reported; -1 without one.
    private long reportedTotal = -1;
    /// Intervals after the total: a batch at most, and those that came before their predecessors, of which there are no more
    /// than a worker stores, since it cannot fill an older gap.
    private final NavigableMap<Long, MergedInterval> buffered = new TreeMap<>();
    private long through = -1;
    /// Seconds that the timeline has already.
    private final BitSet shown = new BitSet();
    private boolean finished;
    private long elapsedMicros;
    private long users;
    private long usersAsOf = -1;

    WorkerAccumulator(int tasks) {
        total = MergedInterval.empty(Span.through(-1), 0, tasks);
    }

    /// @return the intervals after the warm-up that the timeline has not yet
    /// @throws IllegalArgumentException for a report that cannot be read; nothing of it is added then
    List<MergedInterval> add(Report report, List<String> names) {
        IntervalReport newTotal = report.total() != null && isNewer(report.total().span().last())
                ? report.total()
                : null;
        if (newTotal != null) {
            requireTotal(newTotal);
        }
        MergedInterval base = newTotal == null ? total : MergedInterval.of(newTotal, names);
        Set<Long> seconds = new HashSet<>();
        Map<Long, MergedInterval> fresh = new TreeMap<>();
        List<MergedInterval> unshown = new ArrayList<>();
        for (IntervalReport one : report.intervals()) {
            requireInterval(one);
            long second = one.span().first();
            if (!seconds.add(second)) {
                throw new IllegalArgumentException(
                        "expected each second once in a report, found %d twice".formatted(second));
            }
            boolean counts = second > base.span().last() && !buffered.containsKey(second);
            boolean shows = one.span().phase() != RunPart.warmup && !shown.get((int) second);
            if (counts || shows) {
                MergedInterval interval = MergedInterval.of(one, names);
                if (counts) {
                    fresh.put(second, interval);
                }
                if (shows) {
                    unshown.add(interval.forTimeline());
                }
            }
        }

        if (newTotal != null) {
            total = base;
            reportedTotal = base.span().last();
            through = Math.max(through, reportedTotal);
            buffered.headMap(reportedTotal, true).clear();
        }
        buffered.putAll(fresh);
        advance();
        report.intervals().forEach(one -> seeUsers(one, false));
        if (report.total() != null) {
            seeUsers(report.total(), true);
            finished |= report.status().state() == WorkerState.Finished;
        }
        elapsedMicros = Math.max(elapsedMicros, report.elapsedMicros());
        unshown.forEach(interval -> shown.set((int) interval.second()));
        return unshown;
    }

    private boolean isNewer(long last) {
        return last >= through && last > reportedTotal;
    }

    private void advance() {
        Long next = through;
        while (next != null) {
            through = next;
            while (buffered.containsKey(through + 1)) {
                through++;
            }
            if (through - total.span().last() >= BATCH) {
                NavigableMap<Long, MergedInterval> batch = buffered.headMap(through, true);
                List<MergedInterval> parts = new ArrayList<>(batch.values());
                parts.add(total);
                total = sum(through, parts);
                batch.clear();
            }
            // With so many buffered, the worker has not stored what is missing: it will never come.
            next = buffered.size() > WorkerProtocol.STORED_INTERVALS ? buffered.higherKey(through) : null;
        }
    }

    private MergedInterval sum(long last, List<MergedInterval> parts) {
        return MergedInterval.sum(Span.through(last), users, parts, errors(parts));
    }

    /// Of an interval's users and those of the total of the same second, the total's are the newer.
    private void seeUsers(IntervalReport report, boolean isTotal) {
        long asOf = 2 * report.span().last() + (isTotal ? 1 : 0);
        if (asOf > usersAsOf) {
            usersAsOf = asOf;
            users = report.users();
        }
    }

    /// The last second without a gap before it; -1 before the first.
    long through() {
        return through;
    }

    /// The newest second that it reported; -1 before the first.
    long newest() {
        return Math.max(through, buffered.isEmpty() ? -1 : buffered.lastKey());
    }

    /// Whether its final total is in.
    boolean finished() {
        return finished;
    }

    /// How long its duration was in the end, microseconds; 0 while it goes on.
    long elapsedMicros() {
        return elapsedMicros;
    }

    /// The users in the newest second.
    long users() {
        return users;
    }

    /// Intervals that add up to everything that it measured.
    List<MergedInterval> parts() {
        List<MergedInterval> parts = new ArrayList<>(buffered.values());
        parts.add(total);
        return parts;
    }

    /// Everything that it measured.
    IntervalReport toReport(List<String> names) {
        return sum(newest(), parts()).toReport(names);
    }

    MergedErrors errors() {
        return errors(parts());
    }

    private static MergedErrors errors(List<MergedInterval> parts) {
        return MergedErrors.ofWorker(parts.stream().map(MergedInterval::errors).toList());
    }
}
