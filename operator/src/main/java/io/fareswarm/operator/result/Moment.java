package io.fareswarm.operator.result;

import java.util.List;
import java.util.stream.IntStream;

import io.fareswarm.api.worker.SecondReport;
import io.fareswarm.api.worker.SecondReport.Phase;

/// What was measured in some seconds that follow each other, merged over the workers. Immutable.
///
/// @param second the first of them, from the start barrier on
/// @param seconds how many they are
/// @param users the most that were active in one of them; in the open model, the most requests in flight
/// @param drain whether all of them are after the duration
/// @param tasks in the order of the tasks' names, without the service times
public record Moment(long second, int seconds, long users, boolean drain, List<Samples> tasks) {

    /// One second of one worker.
    static Moment of(SecondReport second, Part part) {
        return new Moment(second.second(), 1, second.users(), second.phase() == Phase.drain,
                part.tasks().stream().map(Samples::withoutServiceTime).toList());
    }

    /// The same second of several workers.
    static Moment ofWorkers(List<Moment> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : new Moment(parts.getFirst().second, 1, parts.stream().mapToLong(Moment::users).sum(),
                        parts.stream().allMatch(Moment::drain), sum(parts));
    }

    /// Seconds that follow each other, some of which may be missing.
    ///
    /// @param second the first of the window
    static Moment ofWindow(long second, int seconds, List<Moment> parts) {
        Moment first = parts.getFirst();
        if (parts.size() == 1 && first.second == second && first.seconds == seconds) {
            return first;
        }
        return new Moment(second, seconds, parts.stream().mapToLong(Moment::users).max().orElse(0),
                parts.stream().allMatch(Moment::drain), sum(parts));
    }

    private static List<Samples> sum(List<Moment> parts) {
        return IntStream.range(0, parts.getFirst().tasks.size())
                .mapToObj(task -> Samples.sum(parts.stream().map(part -> part.tasks.get(task)).toList())).toList();
    }

    /// All tasks together.
    public Samples all() {
        return Samples.sum(tasks);
    }
}
