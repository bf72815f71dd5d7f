package io.fareswarm.operator.result;

import java.util.List;
import java.util.stream.IntStream;

import io.fareswarm.api.worker.SecondReport;
import io.fareswarm.api.worker.SecondReport.Phase;

/// The counts of one second, for the live view: of what ended within the duration.
///
/// @param requests by task, in the order of the tasks' names
/// @param failures likewise
record Tick(long second, Phase phase, List<Long> requests, List<Long> failures) {

    static Tick of(SecondReport report, List<String> names) {
        return new Tick(report.second(), report.phase(),
                names.stream().map(name -> count(report, name, false)).toList(),
                names.stream().map(name -> count(report, name, true)).toList());
    }

    Tick plus(Tick other) {
        return new Tick(second, phase, plus(requests, other.requests), plus(failures, other.failures));
    }

    private static List<Long> plus(List<Long> some, List<Long> others) {
        return IntStream.range(0, some.size()).mapToObj(task -> some.get(task) + others.get(task)).toList();
    }

    private static long count(SecondReport report, String name, boolean failures) {
        return report.tasks().stream().filter(task -> task.task().equals(name))
                .mapToLong(task -> failures
                        ? task.failures() - task.drained().failures()
                        : task.requests() - task.drained().requests())
                .sum();
    }
}
