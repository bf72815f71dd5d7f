package io.fareswarm.protocol;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// One task's samples in a second or in total.
///
/// @param task its name
/// @param failures samples whose outcome is not the one that the task expects
/// @param dropped requests that were due but never started
/// @param bytesReceived heads and bodies of the answers
/// @param statuses answers by HTTP status
/// @param latency of every sample that ended, failed ones too
/// @param serviceTime of every sample that was sent
/// @param drained the part of them that ended after the duration
/// @param goodWithin by each of the slice's latencies, microseconds, the samples that were as the task expects and took no
/// longer; null for none
public record TaskReport(String task, long failures, long dropped, long bytesReceived, Map<String, Long> statuses,
        HistogramReport latency, HistogramReport serviceTime, DrainReport drained,
        @Nullable Map<Long, Long> goodWithin) {

    /// Without a count of good answers in time.
    public TaskReport(String task, long failures, long dropped, long bytesReceived, Map<String, Long> statuses,
            HistogramReport latency, HistogramReport serviceTime, DrainReport drained) {
        this(task, failures, dropped, bytesReceived, statuses, latency, serviceTime, drained, null);
    }

    /// Samples that ended.
    public long requests() {
        return latency.count();
    }
}
