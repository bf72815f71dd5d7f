package io.fareswarm.operator.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Phase;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.TotalReport;

/// What some workers measured in some seconds, the warm-up left out. Samples of the drain are in it, its seconds are not. Immutable; adding is exact.
///
/// @param seconds worker-seconds in it
/// @param elapsedMicros the longest duration that a worker had in the end; 0 before
/// @param stalls of each worker-second the greater of the lag's 99th percentile and the longest turn
/// @param tasks in the order of the tasks' names
record PartialSum(long seconds, long elapsedMicros, MergedHistogram stalls, List<MergedTask> tasks,
        ErrorCounts errors) {

    static PartialSum none(int tasks) {
        return new PartialSum(0, 0, MergedHistogram.NONE,
                IntStream.range(0, tasks).mapToObj(_ -> MergedTask.NONE).toList(),
                ErrorCounts.NONE);
    }

    static PartialSum of(IntervalReport second, List<String> names) {
        if (second.phase() == Phase.warmup) {
            return none(names.size());
        }
        boolean counted = second.phase() == Phase.measured;
        return new PartialSum(counted ? 1 : 0, 0,
                counted
                        ? MergedHistogram.one(Math.max(second.lagP99Micros(), second.longestTurnMicros()))
                        : MergedHistogram.NONE,
                byName(second.tasks(), names), errors(second.errors(), names));
    }

    static PartialSum of(TotalReport total, List<String> names) {
        return new PartialSum(total.seconds(), total.elapsedMicros(), MergedHistogram.of(total.stalls()),
                byName(total.tasks(), names),
                errors(total.errors(), names));
    }

    /// @param errors those of the sum, as there are two ways to bound them
    static PartialSum sum(List<PartialSum> parts, int tasks, ErrorCounts errors) {
        return new PartialSum(parts.stream().mapToLong(PartialSum::seconds).sum(),
                parts.stream().mapToLong(PartialSum::elapsedMicros).max().orElse(0),
                MergedHistogram.sum(parts.stream().map(PartialSum::stalls).toList()),
                IntStream.range(0, tasks)
                        .mapToObj(task -> MergedTask.sum(parts.stream().map(part -> part.tasks.get(task)).toList()))
                        .toList(),
                errors);
    }

    private static List<MergedTask> byName(List<TaskReport> reports, List<String> names) {
        Map<String, MergedTask> byName = new HashMap<>();
        for (TaskReport report : reports) {
            requireKnown(report.task(), names);
            byName.put(report.task(), MergedTask.of(report));
        }
        return names.stream().map(name -> byName.getOrDefault(name, MergedTask.NONE)).toList();
    }

    private static ErrorCounts errors(List<ErrorReport> reports, List<String> names) {
        reports.forEach(report -> requireKnown(report.task(), names));
        return ErrorCounts.of(reports);
    }

    private static void requireKnown(String task, List<String> names) {
        if (!names.contains(task)) {
            throw new IllegalArgumentException("expected a task of %s, found '%s'".formatted(names, task));
        }
    }
}
