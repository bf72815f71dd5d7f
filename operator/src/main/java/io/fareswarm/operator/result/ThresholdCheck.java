package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Percent;
import io.fareswarm.api.Threshold;

/// An observed value and the limit of its threshold, both in the unit in which they are displayed.
///
/// @param observed null without samples
/// @param atMost whether the limit is a maximum; else it is a minimum
/// @param text the limit as the spec writes it, with its unit
record ThresholdCheck(@Nullable BigDecimal observed, boolean atMost, BigDecimal limit, String text, String unit) {
    static final String NO_SAMPLES = "no samples";

    /// Digits after the point of a quotient. Two different quotients of 64-bit counts differ before this digit, and so do
    /// a quotient and a limit, so comparisons are exact.
    private static final int EXACT = 60;

    /// @param duration length of the measured time, the divisor of rates
    static ThresholdCheck of(Threshold threshold, MergedTask samples, Duration duration) {
        if (threshold.failureRatio() != null) {
            return share(samples.counts().failures() + samples.counts().dropped(), samples, true,
                    threshold.failureRatio().max());
        }
        if (threshold.latency() != null) {
            return latency(threshold.latency(), samples.latency());
        }
        if (threshold.throughput() != null) {
            return throughput(threshold.throughput(), samples, duration);
        }
        if (threshold.requests() != null) {
            return count(samples.requests(), false, threshold.requests().min());
        }
        if (threshold.dropped() != null) {
            return count(samples.counts().dropped(), true, threshold.dropped().max());
        }
        if (threshold.goodput() != null) {
            long good = samples.counts().goodWithin().getOrDefault(Judge.withinMicros(threshold.goodput()), 0L);
            return share(good, samples, false, threshold.goodput().min());
        }
        throw new IllegalArgumentException(
                "threshold %s: expected one of failureRatio, latency, throughput, requests, dropped, goodput, capacity, found none"
                        .formatted(threshold.name()));
    }

    private static ThresholdCheck share(long part, MergedTask samples, boolean atMost, String limit) {
        long due = samples.requests() + samples.counts().dropped();
        return new ThresholdCheck(due == 0 ? null : quotient(BigDecimal.valueOf(part).movePointRight(2), due), atMost,
                BigDecimal.valueOf(Percent.parse(limit)).movePointRight(2), limit, "%");
    }

    private static ThresholdCheck latency(Threshold.LatencyLimit latency, MergedHistogram times) {
        String limit = latency.mean() != null ? latency.mean() : Objects.requireNonNull(latency.max());
        return new ThresholdCheck(times.isEmpty() ? null : observed(latency, times), true,
                BigDecimal.valueOf(Durations.parse(limit).toNanos(), 6), limit, "ms");
    }

    private static BigDecimal observed(Threshold.LatencyLimit latency, MergedHistogram times) {
        if (latency.mean() != null) {
            return quotient(BigDecimal.valueOf(times.sumMicros(), 3), times.count());
        }
        return BigDecimal.valueOf(latency.percentile() == null
                ? times.maxMicros()
                : times.percentileMicros(latency.percentile()), 3);
    }

    private static ThresholdCheck throughput(Threshold.Throughput throughput, MergedTask samples, Duration duration) {
        boolean measured = samples.requests() > 0 && duration.isPositive();
        return rate(measured
                ? quotient(BigDecimal.valueOf(samples.responsesInTime()).movePointRight(9), duration.toNanos())
                : null, throughput.min());
    }

    /// A rate and its minimum, per second.
    static ThresholdCheck rate(@Nullable BigDecimal observed, double min) {
        String limit = NumberFormats.plain(min);
        return new ThresholdCheck(observed, false, BigDecimal.valueOf(min), limit + "/s", "/s");
    }

    private static ThresholdCheck count(long count, boolean atMost, long limit) {
        return new ThresholdCheck(BigDecimal.valueOf(count), atMost, BigDecimal.valueOf(limit), Long.toString(limit),
                "");
    }

    private static BigDecimal quotient(BigDecimal part, long whole) {
        return part.divide(BigDecimal.valueOf(whole), EXACT, RoundingMode.HALF_UP);
    }

    ThresholdResult judge(String name) {
        return observed == null
                ? new ThresholdResult(name, NO_SAMPLES, against(), false, null, figures(null))
                : new ThresholdResult(name, shown(observed) + unit, against(), passes(observed), null,
                        figures(observed));
    }

    /// The limit and a value, with the digits that its text has.
    ThresholdFigures figures(@Nullable BigDecimal value) {
        return new ThresholdFigures(value == null ? null : Double.valueOf(shown(value)), limit.doubleValue(), unit,
                atMost);
    }

    /// The limit with its comparison, such as `<= 250ms`.
    String against() {
        return (atMost ? "<= " : ">= ") + text;
    }

    boolean passes(BigDecimal value) {
        return atMost ? value.compareTo(limit) <= 0 : value.compareTo(limit) >= 0;
    }

    /// Three significant digits and at least one after the point, or more digits if rounding would move the value across the
    /// limit.
    String shown(BigDecimal value) {
        if (unit.isEmpty()) {
            return value.toPlainString();
        }
        int leading = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
        int digits = Math.clamp(2 - leading, 1, EXACT);
        while (digits < EXACT && passes(value.setScale(digits, RoundingMode.HALF_UP)) != passes(value)) {
            digits++;
        }
        return NumberFormats.plain(value.setScale(digits, RoundingMode.HALF_UP));
    }
}
