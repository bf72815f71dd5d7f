package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Threshold;

/// Judge of a run: compares its measurements with its thresholds, and checks whether the measurement is valid.
public final class Judge {
    /// Default thresholds of a LoadTest: at most 1 % of the requests fail.
    public static final List<Threshold> DEFAULT = List
            .of(new Threshold("failures", null, new Threshold.FailureRatio("1%"), null, null));

    private static final long MAX_STALLED_PERCENT = 5;
    /// Minimum number of late worker-seconds that make a run Invalid. In a short run, a single one already exceeds the
    /// permitted share.
    private static final long LEAST_STALLED = 2;
    private static final long MAX_LOST_PERCENT = 1;

    private Judge() {}

    /// The thresholds of a spec, or the default ones.
    public static List<Threshold> orDefault(@Nullable List<Threshold> thresholds) {
        return thresholds == null || thresholds.isEmpty() ? DEFAULT : thresholds;
    }

    /// Checks each threshold, on exact counts and on the histogram's own values. An observed value is never rounded across
    /// the limit. A threshold without samples fails.
    ///
    /// @param duration length of the measured time, the divisor of rates
    /// @param before previous results of the same run, which the judgement of windows continues; null for none
    /// @param from first second of the duration, counted from the start barrier
    /// @param until exclusive end of the seconds that every worker has reported or can no longer report
    /// @throws IllegalArgumentException for a threshold that validation rejects
    public static ThresholdResults thresholds(List<Threshold> thresholds, @Nullable List<ThresholdResult> before,
            MergedResult measured, Duration duration, long from, long until) {
        List<ThresholdResult> results = new ArrayList<>();
        List<String> aborts = new ArrayList<>();
        for (Threshold one : thresholds) {
            if (one.window() == null) {
                results.add(ThresholdCheck.of(one, measured.samples(one.task()), duration).judge(one.name()));
            } else {
                WindowJudge judge = new WindowJudge(one, find(before, one.name()));
                judge.advance(measured, from, until);
                results.add(judge.result());
                judge.abort().ifPresent(aborts::add);
            }
        }
        return new ThresholdResults(List.copyOf(results), aborts.stream().findFirst());
    }

    /// Checks one threshold without a window.
    ///
    /// @param samples those of its task
    /// @param duration length of the measured time, the divisor of rates
    /// @throws IllegalArgumentException for a threshold on the capacity
    public static ThresholdResult check(Threshold threshold, MergedTask samples, Duration duration) {
        return ThresholdCheck.of(threshold, samples, duration).judge(threshold.name());
    }

    /// The result of a threshold without a window before anything is measured.
    public static ThresholdResult noSamples(Threshold threshold) {
        return check(threshold, MergedTask.NONE, Duration.ZERO);
    }

    /// Checks a threshold on the capacity.
    ///
    /// @param rate the capacity found, requests per second; null before the end of the search
    public static ThresholdResult capacity(String name, Threshold.CapacityLimit limit, @Nullable Double rate) {
        return ThresholdCheck.rate(rate == null ? null : BigDecimal.valueOf(rate), limit.min()).judge(name);
    }

    /// Initial result of a threshold with a window.
    ///
    /// @param second first second of the duration that a judged window can contain
    public static ThresholdResult from(Threshold threshold, long second) {
        return new WindowJudge(threshold, second).result();
    }

    private static @Nullable ThresholdResult find(@Nullable List<ThresholdResult> results, String name) {
        return results == null
                ? null
                : results.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /// Latency limit of a goodput threshold, microseconds: the key under which workers count its good responses.
    public static long withinMicros(Threshold.Goodput goodput) {
        return Durations.parse(goodput.within()).toNanos() / 1000;
    }

    /// The results of all thresholds.
    ///
    /// @param results in the order of the thresholds
    /// @param abort message about the failed window that ends the run; empty without one
    public record ThresholdResults(List<ThresholdResult> results, Optional<String> abort) {}

    /// Reason why the measurement is not valid, and the remedy; empty for a valid one.
    ///
    /// @param maxLag maximum lag of the generator in the spec; a tenth of the 99th percentile of the latency is always
    /// allowed
    /// @param lostWorkerSeconds measured seconds that lost workers never reported
    /// @param dueWorkerSeconds measured seconds that all workers should have reported
    public static Optional<String> invalid(MergedResult measured, Duration maxLag, long lostWorkerSeconds,
            long dueWorkerSeconds) {
        if (measured.samples(null).requests() == 0) {
            return Optional.of("no request ended in the measured time, so the target was not measured: check that it"
                    + " responds within the timeout, and give the run a longer duration or more load");
        }
        List<String> problems = new ArrayList<>();
        long tenthOfP99 = measured.samples(null).latency().percentileMicros(99) / 10;
        long limitMicros = Math.max(maxLag.toNanos() / 1000, tenthOfP99);
        long stalled = measured.stalledSeconds(limitMicros);
        if (stalled >= LEAST_STALLED && 100 * stalled > MAX_STALLED_PERCENT * measured.workerSeconds()) {
            problems.add(
                    "in %s the generator was more than %s ms late: use more workers or fewer users, or give the workers more CPU"
                            .formatted(share(stalled, measured.workerSeconds(), MAX_STALLED_PERCENT),
                                    NumberFormats.millis(limitMicros / 1e3)));
        }
        if (100 * lostWorkerSeconds > MAX_LOST_PERCENT * dueWorkerSeconds) {
            problems.add(
                    "%s were lost with their workers, and what happened in them is unknown: find out why the workers ended, and run again"
                            .formatted(share(lostWorkerSeconds, dueWorkerSeconds, MAX_LOST_PERCENT)));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    /// Invalid outranks Failed, Failed outranks Passed.
    ///
    /// @param invalid the result of [#invalid]
    public static Verdict verdict(Optional<String> invalid, List<ThresholdResult> thresholds) {
        if (invalid.isPresent()) {
            return Verdict.Invalid;
        }
        return thresholds.stream().allMatch(ThresholdResult::passed) ? Verdict.Passed : Verdict.Failed;
    }

    private static String share(long part, long whole, long mostPercent) {
        return "%s of %s worker-seconds (more than %d %%)".formatted(NumberFormats.count(part),
                NumberFormats.count(whole), mostPercent);
    }
}
