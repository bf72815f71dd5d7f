package io.fareswarm.operator.result;

import java.util.List;

import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.TaskReport.Counts;
import io.fareswarm.protocol.TaskReport.Drain;

/// Samples of one task, or of all tasks together. Immutable; adding is exact.
///
/// @param drain the part of the requests that ended after the duration
/// @param latency of every request that ended: from the instant it was due
/// @param serviceTime of every request that was sent: from the instant it was sent
public record MergedTask(Counts counts, Drain drain, MergedHistogram latency, MergedHistogram serviceTime) {
    static final MergedTask NONE = new MergedTask(Counts.NONE, Drain.NONE, MergedHistogram.NONE, MergedHistogram.NONE);

    /// Maximum of a count in a report, also of bytes: a petabyte. Sums of eight thousand workers fit into a long.
    private static final long MAX_COUNT = 1L << 50;
    private static final long OBJECT_BYTES = 160;
    private static final long ENTRY_BYTES = 56;

    /// @throws IllegalArgumentException if a histogram cannot be decoded or a count is out of range
    static MergedTask of(TaskReport report) {
        Counts counts = report.counts();
        Drain drain = report.drain();
        requireCounts(counts.failures(), counts.dropped(), counts.bytesReceived(), drain.requests(), drain.failures(),
                drain.responses());
        counts.statuses().values().forEach(MergedTask::requireCounts);
        counts.goodWithin().values().forEach(MergedTask::requireCounts);
        requireParts(report);
        return new MergedTask(counts, drain, MergedHistogram.of(report.latency()),
                MergedHistogram.of(report.serviceTime()));
    }

    /// Requires that no part of the samples is more than the whole.
    private static void requireParts(TaskReport report) {
        Counts counts = report.counts();
        Drain drain = report.drain();
        requireAtMost("failures", counts.failures(), report.requests());
        requireAtMost("responses", counts.responses(), report.requests());
        requireAtMost("samples with a service time", report.serviceTime().count(), report.requests());
        requireAtMost("requests in the drain", drain.requests(), report.requests());
        requireAtMost("failures in the drain", drain.failures(), counts.failures());
        requireAtMost("responses in the drain", drain.responses(), counts.responses());
        counts.goodWithin().values().forEach(good -> requireAtMost("good responses", good, report.requests()));
    }

    static void requireAtMost(String what, long part, long whole) {
        if (part > whole) {
            throw new IllegalArgumentException("%s: expected at most %d, found %d".formatted(what, whole, part));
        }
    }

    static void requireCounts(long... counts) {
        for (long count : counts) {
            if (count < 0 || count > MAX_COUNT) {
                throw new IllegalArgumentException("expected counts from 0 to 2^50, found " + count);
            }
        }
    }

    /// The task in the format of the worker protocol, which [#of] reads.
    TaskReport toReport(String task) {
        return new TaskReport(task, counts, drain, latency.toReport(), serviceTime.toReport());
    }

    /// The sum of samples of several tasks or times.
    public static MergedTask sum(List<MergedTask> parts) {
        return new MergedTask(Counts.sum(parts.stream().map(MergedTask::counts).toList()),
                Drain.sum(parts.stream().map(MergedTask::drain).toList()),
                MergedHistogram.sum(parts.stream().map(MergedTask::latency).toList()),
                MergedHistogram.sum(parts.stream().map(MergedTask::serviceTime).toList()));
    }

    /// About the memory of the samples, bytes.
    long bytes() {
        return OBJECT_BYTES + ENTRY_BYTES * (counts.statuses().size() + counts.goodWithin().size()) + latency.bytes()
                + serviceTime.bytes();
    }

    MergedTask withoutServiceTime() {
        return new MergedTask(counts, drain, latency, MergedHistogram.NONE);
    }

    /// Requests that ended, with success or failure.
    public long requests() {
        return latency.count();
    }

    /// Requests that ended within the duration. Rates count only these.
    public long requestsInTime() {
        return requests() - drain.requests();
    }

    /// The failures within the duration.
    public long failuresInTime() {
        return counts.failures() - drain.failures();
    }

    /// The responses within the duration, whatever their status.
    public long responsesInTime() {
        return counts.responses() - drain.responses();
    }
}
