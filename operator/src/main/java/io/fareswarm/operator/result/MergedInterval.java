package io.fareswarm.operator.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;

/// Measurements of consecutive seconds, merged over seconds and workers, the warm-up left out. Samples of the drain are in
/// it. Immutable; adding is exact.
///
/// @param users the most that were active in one of the seconds; in the open model, the most requests in flight
/// @param stalls of each worker-second of the duration the greater of the lag's 99th percentile and the longest turn
/// @param tasks in the order of the tasks' names
public record MergedInterval(Span span, long users, MergedHistogram stalls, List<MergedTask> tasks,
        MergedErrors errors) {
    /// An interval without samples.
    static MergedInterval empty(Span span, long users, int tasks) {
        return new MergedInterval(span, users, MergedHistogram.NONE,
                IntStream.range(0, tasks).mapToObj(_ -> MergedTask.NONE).toList(), MergedErrors.NONE);
    }

    /// Checks and decodes what one worker reported.
    ///
    /// @throws IllegalArgumentException when the report cannot be read, or has another task
    static MergedInterval of(IntervalReport report, List<String> names) {
        if (report.span().phase() == RunPart.warmup) {
            return empty(report.span(), report.users(), names.size());
        }
        Map<String, MergedTask> byName = new HashMap<>();
        for (TaskReport task : report.tasks()) {
            requireKnown(task.task(), names);
            byName.put(task.task(), MergedTask.of(task));
        }
        for (ErrorReport error : report.errors()) {
            requireKnown(error.task(), names);
            MergedTask.requireCounts(error.count());
        }
        return new MergedInterval(report.span(), report.users(), MergedHistogram.of(report.stalls()),
                names.stream().map(name -> byName.getOrDefault(name, MergedTask.NONE)).toList(),
                MergedErrors.of(report.errors()));
    }

    private static void requireKnown(String task, List<String> names) {
        if (!names.contains(task)) {
            throw new IllegalArgumentException("expected a task of %s, found '%s'".formatted(names, task));
        }
    }

    /// The protocol record, which [#of] reads.
    IntervalReport toReport(List<String> names) {
        return new IntervalReport(span, users, stalls.toReport(),
                IntStream.range(0, names.size()).mapToObj(task -> tasks.get(task).toReport(names.get(task))).toList(),
                errors.list());
    }

    /// The sum of several intervals.
    ///
    /// @param parts at least one
    /// @param errors of the sum, as there are two ways to bound them
    static MergedInterval sum(Span span, long users, List<MergedInterval> parts, MergedErrors errors) {
        return new MergedInterval(span, users, MergedHistogram.sum(parts.stream().map(MergedInterval::stalls).toList()),
                IntStream.range(0, parts.getFirst().tasks.size())
                        .mapToObj(task -> MergedTask.sum(parts.stream().map(part -> part.tasks.get(task)).toList()))
                        .toList(),
                errors);
    }

    /// The same second of several workers, of the timeline.
    static MergedInterval ofWorkers(List<MergedInterval> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : sum(span(parts, parts.getFirst().span.first(), 1),
                        parts.stream().mapToLong(MergedInterval::users).sum(), parts, MergedErrors.NONE);
    }

    /// Consecutive seconds of the timeline, some of which may be missing.
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

    /// The part that the timeline stores: no service times and no errors.
    MergedInterval forTimeline() {
        return new MergedInterval(span, users, stalls,
                tasks.stream().map(MergedTask::withoutServiceTime).toList(), MergedErrors.NONE);
    }

    /// Whether all of it is after the duration.
    boolean isDrain() {
        return span.phase() == RunPart.drain;
    }

    /// Seconds of the duration in it, added over the workers: one stall each.
    long workerSeconds() {
        return stalls.count();
    }

    /// The first second, from the start barrier on.
    public long second() {
        return span.first();
    }

    /// How many seconds it spans.
    public long seconds() {
        return span.seconds();
    }

    /// All tasks together.
    public MergedTask all() {
        return MergedTask.sum(tasks);
    }
}
