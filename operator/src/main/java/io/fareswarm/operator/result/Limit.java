package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Percent;
import io.fareswarm.api.Threshold;

/// One threshold against what was observed, both in the unit that people read.
///
/// @param observed null without samples
/// @param atMost whether the limit is a maximum; else it is a minimum
/// @param text the limit as the spec writes it, with its unit
record Limit(@Nullable BigDecimal observed, boolean atMost, BigDecimal limit, String text, String unit) {
    static final String NO_SAMPLES = "no samples";

    /// Digits after the point of a quotient. Two different ones of 64-bit counts differ before this digit, and so do
    /// a quotient and a limit, so comparing them is exact.
    private static final int EXACT = 60;

    static Limit of(Threshold threshold, Samples samples, Duration duration) {
        if (threshold.failureRatio() != null) {
            return failures(threshold.failureRatio(), samples);
        }
        if (threshold.latency() != null) {
            return latency(threshold.latency(), samples);
        }
        if (threshold.throughput() != null) {
            return throughput(threshold.throughput(), samples, duration);
        }
        throw new IllegalArgumentException(
                "threshold %s: expected one of failureRatio, latency, throughput, found none"
                        .formatted(threshold.name()));
    }

    private static Limit failures(Threshold.FailureRatio ratio, Samples samples) {
        long failed = samples.failures() + samples.dropped();
        long due = samples.requests() + samples.dropped();
        return new Limit(due == 0 ? null : quotient(BigDecimal.valueOf(failed).movePointRight(2), due), true,
                BigDecimal.valueOf(Percent.parse(ratio.max())).movePointRight(2), ratio.max(), "%");
    }

    private static Limit latency(Threshold.LatencyLimit latency, Samples samples) {
        Distribution times = samples.latency();
        return new Limit(
                times.isEmpty() ? null : BigDecimal.valueOf(times.percentileMicros(latency.percentile()), 3), true,
                BigDecimal.valueOf(Durations.parse(latency.max()).toNanos(), 6), latency.max(), "ms");
    }

    private static Limit throughput(Threshold.Throughput throughput, Samples samples, Duration duration) {
        BigDecimal min = BigDecimal.valueOf(throughput.min());
        boolean measured = samples.requests() > 0 && duration.isPositive();
        return new Limit(
                measured
                        ? quotient(BigDecimal.valueOf(samples.answersInTime()).movePointRight(9), duration.toNanos())
                        : null,
                false, min, plain(min) + "/s", "/s");
    }

    private static BigDecimal quotient(BigDecimal part, long whole) {
        return part.divide(BigDecimal.valueOf(whole), EXACT, RoundingMode.HALF_UP);
    }

    ThresholdResult judge(String name) {
        String against = (atMost ? "<= " : ">= ") + text;
        return observed == null
                ? new ThresholdResult(name, NO_SAMPLES, against, false)
                : new ThresholdResult(name, shown(observed) + unit, against, kept(observed));
    }

    private boolean kept(BigDecimal value) {
        return atMost ? value.compareTo(limit) <= 0 : value.compareTo(limit) >= 0;
    }

    /// Three significant digits and at least one after the point, or as many as it takes to stay on the value's side of
    /// the limit.
    private String shown(BigDecimal value) {
        int leading = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
        int digits = Math.clamp(2 - leading, 1, EXACT);
        while (digits < EXACT && kept(value.setScale(digits, RoundingMode.HALF_UP)) != kept(value)) {
            digits++;
        }
        return plain(value.setScale(digits, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
