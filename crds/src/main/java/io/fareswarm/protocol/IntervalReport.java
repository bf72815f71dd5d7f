package io.fareswarm.protocol;

import java.util.List;

/// One closed second of one worker. Samples count in the second in which they were done.
///
/// @param second from the start barrier on, 0 first
/// @param phase the part of the run in which it began
/// @param users the most that were active in it; in the open model, the most requests in flight
/// @param lagP99Micros 99th percentile of the generator's lag (sent - max(due, free)), microseconds
/// @param longestTurnMicros the send loop's longest turn, microseconds, from when it woke or should have until it
/// waited again; a turn that spans seconds counts in each
/// @param tasks in the order of the slice's tasks, each there even when it had no sample
/// @param errors failures by what happened, most frequent first
public record IntervalReport(long second, Phase phase, long users, long lagP99Micros, long longestTurnMicros,
        List<TaskReport> tasks, List<ErrorReport> errors) {

    /// The parts of a run. Samples of the drain count in the result, but neither in rates nor in judging the generator.
    public enum Phase {
        warmup, measured, drain
    }
}
