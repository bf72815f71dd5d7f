package io.fareswarm.load.measure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.TaskReport;

/// Counts of one task's samples, in one second or in a whole run. Not thread-safe.
public final class TaskCounts {
    /// Lowest HTTP status. Statuses are 100 to 599.
    static final int LOWEST_STATUS = 100;
    static final int STATUSES = 500;

    private final HistogramRecorder latency;
    private final HistogramRecorder serviceTime;
    private final long[] goodWithinNanos;
    private final long[] good;
    private final long[] statuses = new long[STATUSES];
    private final Map<ErrorReport.Kind, Long> withoutResponse = new EnumMap<>(ErrorReport.Kind.class);
    /// Number of complete responses that had an expected status but failed the check of body or latency, by kind and
    /// status.
    private final Map<ErrorReport.Kind, long[]> assertionFailures = new EnumMap<>(ErrorReport.Kind.class);
    private long failures;
    private long dropped;
    private long bytesReceived;
    private long drained;
    private long drainedFailures;
    private long drainedResponses;

    /// @param histograms factory of histograms for one second, or for a whole run
    /// @param goodWithinNanos latency limits in nanoseconds; successful responses within each are counted
    TaskCounts(Supplier<HistogramRecorder> histograms, long... goodWithinNanos) {
        this.latency = histograms.get();
        this.serviceTime = histograms.get();
        this.goodWithinNanos = goodWithinNanos;
        good = new long[goodWithinNanos.length];
    }

    /// Counts a complete response.
    ///
    /// @param kind kind of the failure; null for a success
    void responded(int status, ErrorReport.@Nullable Kind kind, long latencyNanos, long serviceNanos, long bytes) {
        statuses[status - LOWEST_STATUS]++;
        if (kind == null) {
            for (int i = 0; i < good.length; i++) {
                good[i] += latencyNanos <= goodWithinNanos[i] ? 1 : 0;
            }
        } else {
            failures++;
            if (kind != ErrorReport.Kind.status) {
                assertionFailures(kind)[status - LOWEST_STATUS]++;
            }
        }
        latency.record(latencyNanos);
        serviceTime.record(serviceNanos);
        bytesReceived += bytes;
    }

    /// Notes that a sample that is already counted ended after the duration.
    void drained(boolean failed, boolean responded) {
        drained++;
        drainedFailures += failed ? 1 : 0;
        drainedResponses += responded ? 1 : 0;
    }

    void failed(ErrorReport.Kind kind, long latencyNanos, boolean wasSent, long serviceNanos, long bytes) {
        failures++;
        withoutResponse.merge(kind, 1L, Long::sum);
        latency.record(latencyNanos);
        if (wasSent) {
            serviceTime.record(serviceNanos);
        }
        bytesReceived += bytes;
    }

    private long[] assertionFailures(ErrorReport.Kind kind) {
        return assertionFailures.computeIfAbsent(kind, _ -> new long[STATUSES]);
    }

    void dropped() {
        dropped++;
    }

    /// Adds all counts of the other.
    public void add(TaskCounts other) {
        latency.add(other.latency);
        serviceTime.add(other.serviceTime);
        for (int i = 0; i < STATUSES; i++) {
            statuses[i] += other.statuses[i];
        }
        other.assertionFailures.forEach((kind, counts) -> {
            long[] mine = assertionFailures(kind);
            for (int i = 0; i < STATUSES; i++) {
                mine[i] += counts[i];
            }
        });
        other.withoutResponse.forEach((kind, count) -> withoutResponse.merge(kind, count, Long::sum));
        for (int i = 0; i < good.length; i++) {
            good[i] += other.good[i];
        }
        failures += other.failures;
        dropped += other.dropped;
        bytesReceived += other.bytesReceived;
        drained += other.drained;
        drainedFailures += other.drainedFailures;
        drainedResponses += other.drainedResponses;
    }

    void reset() {
        latency.reset();
        serviceTime.reset();
        Arrays.fill(statuses, 0);
        assertionFailures.values().forEach(counts -> Arrays.fill(counts, 0));
        Arrays.fill(good, 0);
        withoutResponse.clear();
        failures = 0;
        dropped = 0;
        bytesReceived = 0;
        drained = 0;
        drainedFailures = 0;
        drainedResponses = 0;
    }

    /// Number of samples that ended.
    public long requests() {
        return latency.count();
    }

    /// Number of requests that were due but never started.
    public long droppedRequests() {
        return dropped;
    }

    public long bytesReceived() {
        return bytesReceived;
    }

    public HistogramRecorder latency() {
        return latency;
    }

    /// Number of complete responses by HTTP status, ascending, without zeros.
    public Map<Integer, Long> statuses() {
        return byStatus(statuses);
    }

    /// Number of complete responses that had an expected status but failed the check of body or latency, by kind and
    /// status.
    public Map<ErrorReport.Kind, Map<Integer, Long>> assertionFailures() {
        Map<ErrorReport.Kind, Map<Integer, Long>> counts = new EnumMap<>(ErrorReport.Kind.class);
        assertionFailures.forEach((kind, ofKind) -> counts.put(kind, byStatus(ofKind)));
        return counts;
    }

    private static Map<Integer, Long> byStatus(long[] counts) {
        Map<Integer, Long> some = new TreeMap<>();
        for (int i = 0; i < STATUSES; i++) {
            if (counts[i] > 0) {
                some.put(LOWEST_STATUS + i, counts[i]);
            }
        }
        return some;
    }

    /// Number of samples that ended without a complete response, by kind of error, without zeros.
    public Map<ErrorReport.Kind, Long> withoutResponse() {
        return withoutResponse;
    }

    /// The protocol record of the samples.
    public TaskReport toReport(String task) {
        Map<String, Long> byStatus = new TreeMap<>();
        statuses().forEach((status, count) -> byStatus.put(status.toString(), count));
        return new TaskReport(task, new TaskReport.Counts(failures, dropped, bytesReceived, byStatus, goodWithin()),
                new TaskReport.Drain(drained, drainedFailures, drainedResponses), latency.toReport(),
                serviceTime.toReport());
    }

    private Map<Long, Long> goodWithin() {
        Map<Long, Long> counts = new TreeMap<>();
        for (int i = 0; i < good.length; i++) {
            counts.put(goodWithinNanos[i] / 1000, good[i]);
        }
        return counts;
    }
}
