package io.fareswarm.operator.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fareswarm.api.worker.ErrorReport;
import io.fareswarm.api.worker.SecondReport;
import io.fareswarm.api.worker.SecondReport.Phase;
import io.fareswarm.api.worker.TaskReport;
import io.fareswarm.api.worker.TotalReport;

/// What some workers measured in some seconds, the warm-up left out. Samples of the drain are in it, its seconds are not. Immutable; adding is exact.
///
/// @param seconds worker-seconds in it
/// @param elapsedMicros the longest duration that a worker had in the end; 0 before
/// @param stalls of each worker-second the greater of the lag's 99th percentile and the longest turn
/// @param tasks in the order of the tasks' names
record Part(long seconds, long elapsedMicros, Distribution stalls, List<Samples> tasks, Errors errors) {

    static Part none(int tasks) {
        return new Part(0, 0, Distribution.NONE, IntStream.range(0, tasks).mapToObj(_ -> Samples.NONE).toList(),
                Errors.NONE);
    }

    static Part of(SecondReport second, List<String> names) {
        if (second.phase() == Phase.warmup) {
            return none(names.size());
        }
        boolean counted = second.phase() == Phase.measured;
        return new Part(counted ? 1 : 0, 0,
                counted
                        ? Distribution.one(Math.max(second.lagP99Micros(), second.longestTurnMicros()))
                        : Distribution.NONE,
                byName(second.tasks(), names), errors(second.errors(), names));
    }

    static Part of(TotalReport total, List<String> names) {
        return new Part(total.seconds(), total.elapsedMicros(), Distribution.of(total.stalls()),
                byName(total.tasks(), names),
                errors(total.errors(), names));
    }

    /// @param errors those of the sum, as there are two ways to bound them
    static Part sum(List<Part> parts, int tasks, Errors errors) {
        return new Part(parts.stream().mapToLong(Part::seconds).sum(),
                parts.stream().mapToLong(Part::elapsedMicros).max().orElse(0),
                Distribution.sum(parts.stream().map(Part::stalls).toList()),
                IntStream.range(0, tasks)
                        .mapToObj(task -> Samples.sum(parts.stream().map(part -> part.tasks.get(task)).toList()))
                        .toList(),
                errors);
    }

    private static List<Samples> byName(List<TaskReport> reports, List<String> names) {
        Map<String, Samples> byName = new HashMap<>();
        for (TaskReport report : reports) {
            requireKnown(report.task(), names);
            byName.put(report.task(), Samples.of(report));
        }
        return names.stream().map(name -> byName.getOrDefault(name, Samples.NONE)).toList();
    }

    private static Errors errors(List<ErrorReport> reports, List<String> names) {
        reports.forEach(report -> requireKnown(report.task(), names));
        return Errors.of(reports);
    }

    private static void requireKnown(String task, List<String> names) {
        if (!names.contains(task)) {
            throw new IllegalArgumentException("expected a task of %s, found '%s'".formatted(names, task));
        }
    }
}
