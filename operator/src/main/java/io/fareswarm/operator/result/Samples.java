package io.fareswarm.operator.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.fareswarm.api.worker.Drained;
import io.fareswarm.api.worker.TaskReport;

/// What was measured of one task, or of all together. Immutable; adding is exact.
///
/// @param failures requests whose outcome is not the one that the task expects
/// @param dropped requests that were due but never started
/// @param bytesReceived heads and bodies of the answers
/// @param statuses answers by HTTP status
/// @param latency of every request that ended: from the instant it was due
/// @param serviceTime of every request that was sent: from the instant it was sent
/// @param drained the part of the requests that ended after the duration
public record Samples(long failures, long dropped, long bytesReceived, Map<String, Long> statuses, Distribution latency,
        Distribution serviceTime, Drained drained) {
    static final Samples NONE = new Samples(0, 0, 0, Map.of(), Distribution.NONE, Distribution.NONE,
            Drained.NONE);

    static Samples of(TaskReport report) {
        return new Samples(report.failures(), report.dropped(), report.bytesReceived(), Map.copyOf(report.statuses()),
                Distribution.of(report.latency()), Distribution.of(report.serviceTime()), report.drained());
    }

    TaskReport report(String task) {
        return new TaskReport(task, failures, dropped, bytesReceived, statuses, latency.report(), serviceTime.report(),
                drained);
    }

    static Samples sum(List<Samples> parts) {
        return new Samples(parts.stream().mapToLong(Samples::failures).sum(),
                parts.stream().mapToLong(Samples::dropped).sum(),
                parts.stream().mapToLong(Samples::bytesReceived).sum(),
                sumStatuses(parts), Distribution.sum(parts.stream().map(Samples::latency).toList()),
                Distribution.sum(parts.stream().map(Samples::serviceTime).toList()),
                new Drained(parts.stream().mapToLong(part -> part.drained.requests()).sum(),
                        parts.stream().mapToLong(part -> part.drained.failures()).sum(),
                        parts.stream().mapToLong(part -> part.drained.answers()).sum()));
    }

    /// The same without the service times, which nothing over time shows.
    Samples withoutServiceTime() {
        return new Samples(failures, dropped, bytesReceived, statuses, latency, Distribution.NONE, drained);
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

    private static Map<String, Long> sumStatuses(List<Samples> parts) {
        Map<String, Long> sum = new TreeMap<>();
        parts.forEach(part -> part.statuses.forEach((status, count) -> sum.merge(status, count, Long::sum)));
        return Map.copyOf(sum);
    }
}
