package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Result.Percentiles;

/// The figures of a status: rounded to what people read, as `kubectl get` prints them as they are. Thresholds are never
/// judged on them.
final class ResultStatus {
    private ResultStatus() {}

    /// Two digits after the point.
    static double rate(long count, long elapsedNanos) {
        return elapsedNanos <= 0 ? 0 : round(count * 1e9 / elapsedNanos, 2);
    }

    /// Three digits after the point, but 0 only for no failure at all and 100 only for nothing else.
    static double failurePercent(MergedTask samples) {
        long failed = samples.failures() + samples.dropped();
        long due = samples.requests() + samples.dropped();
        if (failed == 0 || failed == due) {
            return failed == 0 ? 0 : 100;
        }
        return Math.clamp(round(100.0 * failed / due, 3), 0.001, 99.999);
    }

    /// Milliseconds, to the microsecond; null without samples.
    static @Nullable Percentiles percentiles(MergedHistogram times) {
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
