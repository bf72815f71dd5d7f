package io.fareswarm.operator.result;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rates over the last complete seconds, for the live view.
///
/// @param lastSecond the newest of these seconds, counted from the start barrier
/// @param seconds number of seconds
/// @param tasks rates of each task, in the order of the run's tasks
/// @param all rates of all tasks together
public record LiveWindow(long lastSecond, int seconds, List<Rate> tasks, Rate all) {
    /// Requests that ended and failures, per second.
    public record Rate(double requests, double failures) {}

    /// @param last not empty
    static LiveWindow of(List<MergedInterval> last) {
        int seconds = last.size();
        List<Rate> tasks = IntStream.range(0, last.getFirst().tasks().size())
                .mapToObj(task -> rate(last.stream().map(second -> second.tasks().get(task)), seconds)).toList();
        return new LiveWindow(last.getLast().second(), seconds, tasks,
                rate(last.stream().flatMap(second -> second.tasks().stream()), seconds));
    }

    private static Rate rate(Stream<MergedTask> parts, int seconds) {
        List<MergedTask> all = parts.toList();
        return new Rate((double) all.stream().mapToLong(MergedTask::requestsInTime).sum() / seconds,
                (double) all.stream().mapToLong(MergedTask::failuresInTime).sum() / seconds);
    }
}
