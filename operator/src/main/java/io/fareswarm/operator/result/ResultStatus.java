package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.protocol.ErrorReport;

/// Converter of a merged result to the result in a status. Its figures are rounded, because `kubectl get` prints them
/// unchanged. Thresholds are never judged on these figures.
final class ResultStatus {
    private ResultStatus() {}

    /// @param elapsedNanos divisor of the throughput: the measured time; 0 gives a throughput of 0
    static Result of(MergedResult measured, long elapsedNanos) {
        MergedTask all = measured.samples(null);
        return new Result(all.requests(), all.counts().failures(), failurePercent(all), all.counts().dropped(),
                rate(all.requestsInTime(), elapsedNanos), measured.users(), percentiles(all.latency()),
                percentiles(all.serviceTime()), all.counts().bytesReceived(),
                measured.tasks().stream().map(task -> task(task, measured.samples(task), elapsedNanos)).toList(),
                measured.errors().stream().limit(Result.MOST_ERRORS).map(ResultStatus::error).toList());
    }

    private static Result.TaskResult task(String name, MergedTask task, long elapsedNanos) {
        return new Result.TaskResult(name, task.requests(), task.counts().failures(), failurePercent(task),
                task.counts().dropped(), rate(task.requestsInTime(), elapsedNanos), percentiles(task.latency()),
                percentiles(task.serviceTime()), task.counts().bytesReceived());
    }

    static Result.ErrorCount error(ErrorReport error) {
        return new Result.ErrorCount(error.task(), error.kind().name(), error.detail(), error.count(), error.example(),
                error.seen().first(), error.seen().last());
    }

    /// Two digits after the point.
    private static double rate(long count, long elapsedNanos) {
        return elapsedNanos <= 0 ? 0 : round(count * 1e9 / elapsedNanos, 2);
    }

    /// Three digits after the point. 0 only without failures, and 100 only if all failed.
    private static double failurePercent(MergedTask samples) {
        long failed = samples.counts().failures() + samples.counts().dropped();
        long due = samples.requests() + samples.counts().dropped();
        if (failed == 0 || failed == due) {
            return failed == 0 ? 0 : 100;
        }
        return Math.clamp(round(100.0 * failed / due, 3), 0.001, 99.999);
    }

    /// Milliseconds, to the microsecond; null without samples.
    private static @Nullable Percentiles percentiles(MergedHistogram times) {
        return times.isEmpty()
                ? null
                : new Percentiles(millis(times, 50), millis(times, 90), millis(times, 95), millis(times, 99),
                        millis(times, 99.9), times.minMicros() / 1e3, times.maxMicros() / 1e3,
                        round(times.meanMicros() / 1e3, 3));
    }

    private static double millis(MergedHistogram times, double percentile) {
        return times.percentileMicros(percentile) / 1e3;
    }

    private static double round(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
    }
}
