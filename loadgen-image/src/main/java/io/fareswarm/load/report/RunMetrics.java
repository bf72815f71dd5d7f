package io.fareswarm.load.report;

import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.TaskCounts;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.Slice;

/// A run's counts as Prometheus metrics, with all their names and labels.
///
/// The label `outcome` is `ok` or a kind of error as in [ErrorReport.Kind]. The label `status` is the HTTP status, or
/// `none` without a complete response.
final class RunMetrics {
    private static final String REQUESTS = "fareswarm_requests";
    private static final String DURATION = "fareswarm_request_duration_seconds";
    private static final String DROPPED = "fareswarm_requests_dropped";
    private static final String RECEIVED = "fareswarm_received_bytes";
    private static final String USERS = "fareswarm_users";

    /// Upper bounds of the duration histogram's buckets, in microseconds.
    private static final long[] BOUNDS = {500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
            1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000};

    private final List<String> names;
    private final Expectations expectations;
    private final Labels labels;

    RunMetrics(Slice slice, Expectations expectations) {
        this.expectations = expectations;
        names = expectations.names();
        labels = Labels.of("loadtest", slice.run().loadTest(), "loadtest_namespace", slice.run().namespace(), "run",
                Integer.toString(slice.run().number()), "worker", Integer.toString(slice.share().index()));
    }

    MetricSnapshots snapshots(IntervalCounts warmup, IntervalCounts measured, long users) {
        CounterSnapshot.Builder requests = CounterSnapshot.builder().name(REQUESTS).help("Requests that ended.");
        CounterSnapshot.Builder dropped = CounterSnapshot.builder().name(DROPPED)
                .help("Requests that were due but never started.");
        CounterSnapshot.Builder received = CounterSnapshot.builder().name(RECEIVED)
                .help("Bytes of the responses' heads and bodies.");
        HistogramSnapshot.Builder duration = HistogramSnapshot.builder().name(DURATION)
                .help("Seconds from the instant a request was due until it ended.");
        for (int i = 0; i < names.size(); i++) {
            for (boolean isWarmup : new boolean[]{true, false}) {
                TaskCounts counts = (isWarmup ? warmup : measured).task(i);
                Labels task = labels.merge(Labels.of("task", names.get(i), "phase", isWarmup ? "warmup" : "measured"));
                addRequests(requests, i, counts, task);
                dropped.dataPoint(counter(counts.droppedRequests(), task));
                received.dataPoint(counter(counts.bytesReceived(), task));
                duration.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder().labels(task)
                        .classicHistogramBuckets(buckets(counts)).sum(counts.latency().sumMicros() / 1e6).build());
            }
        }
        GaugeSnapshot gauge = GaugeSnapshot.builder().name(USERS)
                .help("Active simulated users; with arrivals, requests in flight.")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value((double) users).build())
                .build();
        return MetricSnapshots.of(requests.build(), dropped.build(), received.build(), duration.build(), gauge);
    }

    private void addRequests(CounterSnapshot.Builder requests, int task, TaskCounts counts, Labels labelsOfTask) {
        Map<Integer, Long> others = counts.statuses();
        counts.assertionFailures().forEach((kind, byStatus) -> byStatus.forEach((status, count) -> {
            requests.dataPoint(counter(count, outcome(labelsOfTask, kind.name(), status.toString())));
            others.computeIfPresent(status, (_, all) -> all == (long) count ? null : (Long) (all - count));
        }));
        others.forEach((status, count) -> {
            String outcome = expectations.isExpected(task, status) ? "ok" : ErrorReport.Kind.status.name();
            requests.dataPoint(counter(count, outcome(labelsOfTask, outcome, status.toString())));
        });
        counts.withoutResponse().forEach((kind, count) -> requests
                .dataPoint(counter(count, outcome(labelsOfTask, kind.name(), "none"))));
    }

    private static Labels outcome(Labels task, String outcome, String status) {
        return task.merge(Labels.of("outcome", outcome, "status", status));
    }

    private static CounterSnapshot.CounterDataPointSnapshot counter(long count, Labels labels) {
        return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value((double) count).build();
    }

    private static ClassicHistogramBuckets buckets(TaskCounts counts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (long bound : BOUNDS) {
            long upTo = counts.latency().countUpTo(bound);
            buckets.bucket(bound / 1e6, upTo - below);
            below = upTo;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, counts.requests() - below).build();
    }
}
