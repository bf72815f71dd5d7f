package io.fareswarm.operator.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;

/// Measurements of consecutive seconds, merged over seconds and workers. The warm-up is left out; the drain, in which
/// requests end after the duration, is included. Immutable; adding is exact.
///
/// @param users maximum number of active users in one second; for a load of arrivals, of requests in flight
/// @param stalls one value for each worker-second of the duration: the greater of the 99th percentile of the generator's lag
/// and the longest turn of its send loop
/// @param tasks measurements of each task, in the order of the run's tasks
/// @param addresses requests by address of the target
public record MergedInterval(Span span, long users, MergedHistogram stalls, List<MergedTask> tasks,
        MergedErrors errors, MergedAddresses addresses) {
    private static final long OBJECT_BYTES = 200;

    /// An interval without samples.
    static MergedInterval empty(Span span, long users, int tasks) {
        return new MergedInterval(span, users, MergedHistogram.NONE,
                IntStream.range(0, tasks).mapToObj(_ -> MergedTask.NONE).toList(), MergedErrors.NONE,
                MergedAddresses.NONE);
    }

    /// Checks and decodes the report of one worker.
    ///
    /// @throws IllegalArgumentException if the report cannot be decoded or has an unknown task
    static MergedInterval of(IntervalReport report, List<String> names) {
        if (report.span().phase() == RunPart.warmup) {
            return empty(report.span(), report.users(), names.size());
        }
        Map<String, MergedTask> byName = new HashMap<>();
        for (TaskReport task : report.tasks()) {
            requireKnown(task.task(), names);
            if (byName.put(task.task(), MergedTask.of(task)) != null) {
                throw new IllegalArgumentException("expected each task once, found '%s' twice".formatted(task.task()));
            }
        }
        for (ErrorReport error : report.errors()) {
            requireKnown(error.task(), names);
            MergedTask.requireCounts(error.count());
            requireWithin(error.seen(), report.span());
        }
        List<MergedTask> tasks = names.stream().map(name -> byName.getOrDefault(name, MergedTask.NONE)).toList();
        return new MergedInterval(report.span(), report.users(), MergedHistogram.of(report.stalls()), tasks,
                MergedErrors.of(report.errors()),
                MergedAddresses.of(report.addresses(), BoundedSum.of(tasks, MergedTask::requests),
                        BoundedSum.of(tasks, task -> task.counts().failures())));
    }

    private static void requireKnown(String task, List<String> names) {
        if (!names.contains(task)) {
            throw new IllegalArgumentException("expected a task of %s, found '%s'".formatted(names, task));
        }
    }

    private static void requireWithin(ErrorReport.Seen seen, Span span) {
        if (seen.first() < span.first() || seen.last() > span.last()) {
            throw new IllegalArgumentException("expected errors in %s, found some in %s".formatted(span, seen));
        }
    }

    /// The interval in the format of the worker protocol, which [#of] reads.
    IntervalReport toReport(List<String> names) {
        return new IntervalReport(span, users, stalls.toReport(),
                IntStream.range(0, names.size()).mapToObj(task -> tasks.get(task).toReport(names.get(task))).toList(),
                errors.list(), addresses.list());
    }

    /// The sum of several intervals.
    ///
    /// @param parts at least one
    /// @param errors errors of the sum; the caller merges them, because the bound for one worker differs from that for all
    static MergedInterval sum(Span span, long users, List<MergedInterval> parts, MergedErrors errors) {
        return new MergedInterval(span, users, MergedHistogram.sum(parts.stream().map(MergedInterval::stalls).toList()),
                IntStream.range(0, parts.getFirst().tasks.size())
                        .mapToObj(task -> MergedTask.sum(parts.stream().map(part -> part.tasks.get(task)).toList()))
                        .toList(),
                errors, MergedAddresses.sum(parts.stream().map(MergedInterval::addresses).toList()));
    }

    /// Merges the same second of several workers, for the timeline.
    static MergedInterval ofWorkers(List<MergedInterval> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : sum(span(parts, parts.getFirst().span.first(), 1),
                        parts.stream().mapToLong(MergedInterval::users).sum(), parts, MergedErrors.NONE);
    }

    /// Merges consecutive seconds of the timeline into one window. Some seconds may be missing.
    static MergedInterval ofWindow(long first, long seconds, List<MergedInterval> parts) {
        Span span = span(parts, first, seconds);
        return parts.size() == 1 && parts.getFirst().span.equals(span)
                ? parts.getFirst()
                : sum(span, parts.stream().mapToLong(MergedInterval::users).max().orElse(0), parts, MergedErrors.NONE);
    }

    private static Span span(List<MergedInterval> parts, long first, long seconds) {
        return new Span(first, seconds,
                parts.stream().allMatch(MergedInterval::isDrain) ? RunPart.drain : RunPart.measured);
    }

    /// The part that the timeline stores: no service times, errors and addresses.
    MergedInterval forTimeline() {
        return new MergedInterval(span, users, stalls,
                tasks.stream().map(MergedTask::withoutServiceTime).toList(), MergedErrors.NONE, MergedAddresses.NONE);
    }

    /// About the memory of the measurements, bytes.
    long bytes() {
        return OBJECT_BYTES + stalls.bytes() + BoundedSum.of(tasks, MergedTask::bytes) + errors.bytes()
                + addresses.bytes();
    }

    /// Whether the whole interval is after the duration.
    boolean isDrain() {
        return span.phase() == RunPart.drain;
    }

    /// Number of worker-seconds of the duration in the interval; each has one stall.
    long workerSeconds() {
        return stalls.count();
    }

    /// First second, counted from the start barrier.
    public long second() {
        return span.first();
    }

    /// Number of seconds.
    public long seconds() {
        return span.seconds();
    }

    /// The measurements of all tasks together.
    public MergedTask all() {
        return MergedTask.sum(tasks);
    }
}
