package io.fareswarm.operator.result;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rates of the last whole seconds, for the live view.
///
/// @param lastSecond the newest of them, from the start barrier on
/// @param seconds how many they are
/// @param tasks in the order of the tasks' names
/// @param all of all tasks together
public record Window(long lastSecond, int seconds, List<Rate> tasks, Rate all) {

    /// Requests that ended and those of them that failed, a second.
    public record Rate(double requests, double failures) {}

    /// @param last not empty
    static Window of(List<Moment> last) {
        int seconds = last.size();
        List<Rate> tasks = IntStream.range(0, last.getFirst().tasks().size())
                .mapToObj(task -> rate(last.stream().map(second -> second.tasks().get(task)), seconds)).toList();
        return new Window(last.getLast().second(), seconds, tasks,
                rate(last.stream().flatMap(second -> second.tasks().stream()), seconds));
    }

    private static Rate rate(Stream<Samples> parts, int seconds) {
        List<Samples> all = parts.toList();
        return new Rate((double) all.stream().mapToLong(Samples::requestsInTime).sum() / seconds,
                (double) all.stream().mapToLong(Samples::failuresInTime).sum() / seconds);
    }
}
