package io.fareswarm.operator.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.fareswarm.protocol.DrainReport;
import io.fareswarm.protocol.TaskReport;

/// What was measured of one task, or of all together. Immutable; adding is exact.
///
/// @param failures requests whose outcome is not the one that the task expects
/// @param dropped requests that were due but never started
/// @param bytesReceived heads and bodies of the answers
/// @param statuses answers by HTTP status
/// @param latency of every request that ended: from the instant it was due
/// @param serviceTime of every request that was sent: from the instant it was sent
/// @param drained the part of the requests that ended after the duration
/// @param goodWithin by latencies of thresholds, microseconds, the requests that were as the task expects and took no longer
public record MergedTask(long failures, long dropped, long bytesReceived, Map<String, Long> statuses,
        MergedHistogram latency,
        MergedHistogram serviceTime, DrainReport drained, Map<Long, Long> goodWithin) {
    static final MergedTask NONE = new MergedTask(0, 0, 0, Map.of(), MergedHistogram.NONE, MergedHistogram.NONE,
            DrainReport.NONE, Map.of());

    static MergedTask of(TaskReport report) {
        return new MergedTask(report.failures(), report.dropped(), report.bytesReceived(),
                Map.copyOf(report.statuses()),
                MergedHistogram.of(report.latency()), MergedHistogram.of(report.serviceTime()), report.drained(),
                report.goodWithin() == null ? Map.of() : Map.copyOf(report.goodWithin()));
    }

    TaskReport report(String task) {
        return new TaskReport(task, failures, dropped, bytesReceived, statuses, latency.report(), serviceTime.report(),
                drained, goodWithin);
    }

    static MergedTask sum(List<MergedTask> parts) {
        return new MergedTask(parts.stream().mapToLong(MergedTask::failures).sum(),
                parts.stream().mapToLong(MergedTask::dropped).sum(),
                parts.stream().mapToLong(MergedTask::bytesReceived).sum(),
                sum(parts, MergedTask::statuses), MergedHistogram.sum(parts.stream().map(MergedTask::latency).toList()),
                MergedHistogram.sum(parts.stream().map(MergedTask::serviceTime).toList()),
                new DrainReport(parts.stream().mapToLong(part -> part.drained.requests()).sum(),
                        parts.stream().mapToLong(part -> part.drained.failures()).sum(),
                        parts.stream().mapToLong(part -> part.drained.answers()).sum()),
                sum(parts, MergedTask::goodWithin));
    }

    /// The same without the service times, which nothing over time shows.
    MergedTask withoutServiceTime() {
        return new MergedTask(failures, dropped, bytesReceived, statuses, latency, MergedHistogram.NONE, drained,
                goodWithin);
    }

    /// Requests that ended, well or not.
    public long requests() {
        return latency.count();
    }

    /// Requests that got an answer, whatever its status.
    public long answers() {
        return statuses.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Of the requests those that ended within the duration, which is what rates count.
    public long requestsInTime() {
        return requests() - drained.requests();
    }

    /// Likewise of the failures.
    public long failuresInTime() {
        return failures - drained.failures();
    }

    /// Likewise of the answers.
    public long answersInTime() {
        return answers() - drained.answers();
    }

    private static <K> Map<K, Long> sum(List<MergedTask> parts, Function<MergedTask, Map<K, Long>> counts) {
        Map<K, Long> sum = new HashMap<>();
        parts.forEach(part -> counts.apply(part).forEach((key, count) -> sum.merge(key, count, Long::sum)));
        return Map.copyOf(sum);
    }
}
