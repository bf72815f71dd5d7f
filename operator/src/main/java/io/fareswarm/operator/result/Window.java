package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;

/// The rates of the last whole seconds, for the live view.
///
/// @param lastSecond the newest of them, from the start barrier on
/// @param seconds how many they are
/// @param tasks in the order of the tasks' names
/// @param all of all tasks together
public record Window(long lastSecond, int seconds, List<Rate> tasks, Rate all) {

    /// Requests that ended and those of them that failed, a second.
    public record Rate(double requests, double failures) {}

    static Window of(List<Tick> ticks) {
        Tick sum = ticks.stream().reduce(Tick::plus).orElseThrow();
        int seconds = ticks.size();
        List<Rate> tasks = new ArrayList<>();
        for (int task = 0; task < sum.requests().size(); task++) {
            tasks.add(rate(sum.requests().get(task), sum.failures().get(task), seconds));
        }
        return new Window(ticks.getLast().second(), seconds, List.copyOf(tasks), rate(total(sum.requests()),
                total(sum.failures()), seconds));
    }

    private static long total(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static Rate rate(long requests, long failures, int seconds) {
        return new Rate((double) requests / seconds, (double) failures / seconds);
    }
}
