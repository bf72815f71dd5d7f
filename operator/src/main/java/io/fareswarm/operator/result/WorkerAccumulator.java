package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// Accumulator of the reports of one worker process.
///
/// Buffers one-second intervals until several are contiguous with the total, then adds these at once, which is cheaper than
/// one by one. So the total always covers the seconds from 0 to the last second of its span.
final class WorkerAccumulator {
    /// Number of intervals that are added at once.
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
    /// Intervals after the total: at most one contiguous batch, and intervals after a gap. The latter are not more than a
    /// worker stores, because a worker cannot fill an older gap.
    private final NavigableMap<Long, MergedInterval> buffered = new TreeMap<>();
    private long through = -1;
    private long readThrough = -1;
    private long bytes;
    /// Seconds that the timeline has already.
    private final BitSet shown = new BitSet();
    private boolean finished;
    private boolean handedOver;
    private long elapsedMicros;
    /// The newest reported second of the duration; -1 before the first.
    private long measuredSecond = -1;
    private long users;
    private long usersAsOf = -1;

    WorkerAccumulator(int tasks) {
        total = MergedInterval.empty(Span.through(-1), 0, tasks);
    }

    /// @param reserve called with the memory of the report's measurements, bytes, before anything is added; it may throw
    /// @return the intervals after the warm-up that the timeline has not yet
    /// @throws IllegalArgumentException for a report that cannot be decoded; nothing of it is added then
    List<MergedInterval> add(Report report, List<String> names, LongConsumer reserve) {
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

        reserve.accept(Stream.of(fresh.values(), unshown, newTotal == null ? List.<MergedInterval>of() : List.of(base))
                .flatMap(Collection::stream).mapToLong(MergedInterval::bytes).sum());

        if (newTotal != null) {
            total = base;
            reportedTotal = base.span().last();
            through = Math.max(through, reportedTotal);
            buffered.headMap(reportedTotal, true).clear();
        }
        buffered.putAll(fresh);
        advance();
        report.intervals().forEach(one -> seeUsers(one, false));
        measuredSecond = Math.max(measuredSecond, report.intervals().stream()
                .filter(one -> one.span().phase() == RunPart.measured).mapToLong(one -> one.span().last()).max()
                .orElse(-1));
        if (report.total() != null) {
            seeUsers(report.total(), true);
            finished |= report.status().state() == WorkerState.Finished && !report.more();
        }
        WorkerStatus.Leaving leaving = report.status().leaving();
        handedOver |= finished && leaving != null && leaving.untilSecond() != null;
        elapsedMicros = Math.max(elapsedMicros, report.elapsedMicros());
        unshown.forEach(interval -> shown.set((int) interval.second()));
        readThrough = report.more() ? report.intervals().getLast().span().last() : through;
        bytes = shown.size() / Byte.SIZE + BoundedSum.of(parts(), MergedInterval::bytes);
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
            // With more buffered intervals than a worker stores, the missing interval is lost, so the gap is skipped.
            next = buffered.size() > WorkerProtocol.STORED_INTERVALS ? buffered.higherKey(through) : null;
        }
    }

    private MergedInterval sum(long last, List<MergedInterval> parts) {
        return MergedInterval.sum(Span.through(last), users, parts, errors(parts));
    }

    /// Updates the number of users in the newest second. A total is newer than an interval with the same last second.
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

    /// The second after which the next report has to begin.
    long readThrough() {
        return readThrough;
    }

    /// About the memory of the worker's measurements, bytes.
    long bytes() {
        return bytes;
    }

    /// The newest reported second; -1 before the first.
    long newest() {
        return Math.max(through, buffered.isEmpty() ? -1 : buffered.lastKey());
    }

    /// Whether the final total has been added.
    boolean finished() {
        return finished;
    }

    /// Length of the worker's duration, microseconds; 0 before its end.
    long elapsedMicros() {
        return elapsedMicros;
    }

    /// End of the newest reported second of the duration, in seconds from the start barrier; 0 before the first.
    long measuredEnd() {
        return measuredSecond + 1;
    }

    /// Number of users in the newest second; those of a worker that handed over belong to another one.
    long users() {
        return handedOver ? 0 : users;
    }

    /// Intervals whose sum is everything that the worker measured.
    List<MergedInterval> parts() {
        List<MergedInterval> parts = new ArrayList<>(buffered.values());
        parts.add(total);
        return parts;
    }

    /// Everything that the worker measured, as one interval.
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
