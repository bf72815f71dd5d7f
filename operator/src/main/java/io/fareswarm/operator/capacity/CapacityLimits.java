package io.fareswarm.operator.capacity;

import java.util.Arrays;
import java.util.List;

import org.HdrHistogram.HistogramIterationValue;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Percent;
import io.fareswarm.api.Task;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.MergedTask;

/// The thresholds of a test that limit its capacity. Each allows a share of bad requests.
///
/// @param thresholds those on the share of failures, on a percentile of the latency, or on the goodput
/// @param tasks the tasks of the test
public record CapacityLimits(List<Threshold> thresholds, List<Task> tasks) {
    private static final double LEAST = 1e-6;

    /// The limits among the thresholds of a test.
    public static CapacityLimits of(List<Threshold> thresholds, List<Task> tasks) {
        return new CapacityLimits(
                thresholds.stream().filter(threshold -> threshold.capacity() == null).toList(), tasks);
    }

    /// For each limit, the share of bad requests that it allows, of the requests of all tasks.
    ///
    /// @throws IllegalArgumentException for a threshold that validation rejects
    public List<Double> badShares() {
        return thresholds.stream()
                .map(threshold -> Math.clamp(allowed(threshold) * taskShare(threshold), LEAST, 1 - LEAST)).toList();
    }

    private static double allowed(Threshold threshold) {
        if (threshold.failureRatio() != null) {
            return Percent.parse(threshold.failureRatio().max());
        }
        if (threshold.latency() != null && threshold.latency().percentile() != null) {
            return 1 - threshold.latency().percentile() / 100;
        }
        if (threshold.goodput() != null) {
            return 1 - Percent.parse(threshold.goodput().min());
        }
        throw new IllegalArgumentException(
                "threshold %s: expected one of failureRatio, latency.percentile, goodput, found none"
                        .formatted(threshold.name()));
    }

    /// Share of the requests that belong to the task of a threshold.
    private double taskShare(Threshold threshold) {
        if (threshold.task() == null) {
            return 1;
        }
        double all = tasks.stream().mapToDouble(Task::weight).sum();
        return tasks.stream().filter(task -> task.name().equals(threshold.task())).mapToDouble(Task::weight).sum()
                / all;
    }

    /// The counts of one second of a run.
    ///
    /// @param all the samples of all its tasks together
    SecondCounts counts(MergedResult measured, MergedInterval second, MergedTask all) {
        Integer[] latencies = new Integer[SecondCounts.BUCKETS];
        Arrays.fill(latencies, 0);
        for (HistogramIterationValue value : all.latency().histogram().recordedValues()) {
            latencies[SecondCounts.bucket((double) value.getValueIteratedTo())] += (int) value
                    .getCountAtValueIteratedTo();
        }
        latencies[SecondCounts.BUCKETS - 1] += (int) all.counts().dropped();
        return new SecondCounts(all.requests() + all.counts().dropped(),
                thresholds.stream()
                        .map(threshold -> bad(threshold,
                                threshold.task() == null ? all : measured.samples(threshold.task(), second)))
                        .toList(),
                List.of(latencies), second.users());
    }

    private static long bad(Threshold threshold, MergedTask samples) {
        long dropped = samples.counts().dropped();
        if (threshold.failureRatio() != null) {
            return samples.counts().failures() + dropped;
        }
        if (threshold.goodput() != null) {
            long good = samples.counts().goodWithin().getOrDefault(Judge.withinMicros(threshold.goodput()), 0L);
            return samples.requests() - good + dropped;
        }
        String max = threshold.latency() == null ? null : threshold.latency().max();
        return dropped + (max == null ? 0 : samples.latency().above(Durations.parse(max).toNanos() / 1000));
    }
}
