package io.fareswarm.operator.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Threshold;

/// Verdict of a run: its measurements against its thresholds, and whether the measurement is valid.
public final class Judge {
    /// The thresholds of a LoadTest that gives none: at most 1 % of the requests fail.
    public static final List<Threshold> DEFAULT = List
            .of(new Threshold("failures", null, new Threshold.FailureRatio("1%"), null, null));

    private static final long MAX_STALLED_PERCENT = 5;
    /// A single late second, which is more than the share of a short run, does not make it Invalid.
    private static final long LEAST_STALLED = 2;
    private static final long MAX_LOST_PERCENT = 1;

    private Judge() {}

    /// The thresholds of a spec, or the default where it gives none.
    public static List<Threshold> orDefault(@Nullable List<Threshold> thresholds) {
        return thresholds == null || thresholds.isEmpty() ? DEFAULT : thresholds;
    }

    /// Checks each threshold, on exact counts and on the histogram's own values. An observed value is never rounded across
    /// the limit. A threshold without samples fails.
    ///
    /// @param duration the measured time that rates are over
    /// @param before the results so far, of the same run; null for none. Each window is judged once
    /// @param from the second, from the start barrier on, at which the duration began
    /// @param until the second after the last one that every worker has reported, or will not report any more
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

    /// The result of a threshold with a window before any is judged.
    ///
    /// @param second of the duration; no window before it will be judged
    public static ThresholdResult from(Threshold threshold, long second) {
        return new WindowJudge(threshold, second).result();
    }

    private static @Nullable ThresholdResult find(@Nullable List<ThresholdResult> results, String name) {
        return results == null
                ? null
                : results.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /// The latency up to which workers count good responses for a goodput, microseconds: the key of its counts.
    public static long withinMicros(Threshold.Goodput goodput) {
        return Durations.parse(goodput.within()).toNanos() / 1000;
    }

    /// The results of all thresholds.
    ///
    /// @param results in the order of the thresholds
    /// @param abort the window that ends the run, as a message; empty when none does
    public record ThresholdResults(List<ThresholdResult> results, Optional<String> abort) {}

    /// Why the run measured its generator and not its target, and what to do about it; empty for a valid run.
    ///
    /// @param maxLag how late the generator may be, as the spec says; a tenth of the 99th percentile of the latency is
    /// always allowed
    /// @param lostWorkerSeconds measured seconds that lost workers never reported
    /// @param dueWorkerSeconds measured seconds that all workers should have reported
    public static Optional<String> invalid(MergedResult measured, Duration maxLag, long lostWorkerSeconds,
            long dueWorkerSeconds) {
        if (measured.samples(null).requests() == 0) {
            return Optional.of("no request ended in the measured time: nothing can be said of the target; check that it"
                    + " answers within the timeout, and give the run a longer duration or more load");
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
