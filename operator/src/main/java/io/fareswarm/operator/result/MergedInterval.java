package io.fareswarm.operator.result;

import java.util.List;
import java.util.stream.IntStream;

import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Phase;

/// What was measured in some seconds that follow each other, merged over the workers. Immutable.
///
/// @param second the first of them, from the start barrier on
/// @param seconds how many they are
/// @param users the most that were active in one of them; in the open model, the most requests in flight
/// @param drain whether all of them are after the duration
/// @param tasks in the order of the tasks' names, without the service times
public record MergedInterval(long second, int seconds, long users, boolean drain, List<MergedTask> tasks) {

    /// One second of one worker.
    static MergedInterval of(IntervalReport second, PartialSum part) {
        return new MergedInterval(second.second(), 1, second.users(), second.phase() == Phase.drain,
                part.tasks().stream().map(MergedTask::withoutServiceTime).toList());
    }

    /// The same second of several workers.
    static MergedInterval ofWorkers(List<MergedInterval> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : new MergedInterval(parts.getFirst().second, 1, parts.stream().mapToLong(MergedInterval::users).sum(),
                        parts.stream().allMatch(MergedInterval::drain), sum(parts));
    }

    /// Seconds that follow each other, some of which may be missing.
    ///
    /// @param second the first of the window
    static MergedInterval ofWindow(long second, int seconds, List<MergedInterval> parts) {
        MergedInterval first = parts.getFirst();
        if (parts.size() == 1 && first.second == second && first.seconds == seconds) {
            return first;
        }
        return new MergedInterval(second, seconds, parts.stream().mapToLong(MergedInterval::users).max().orElse(0),
                parts.stream().allMatch(MergedInterval::drain), sum(parts));
    }

    private static List<MergedTask> sum(List<MergedInterval> parts) {
        return IntStream.range(0, parts.getFirst().tasks.size())
                .mapToObj(task -> MergedTask.sum(parts.stream().map(part -> part.tasks.get(task)).toList())).toList();
    }

    /// All tasks together.
    public MergedTask all() {
        return MergedTask.sum(tasks);
    }
}
