package io.fareswarm.operator.result.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.api.Result.TaskResult;
import io.fareswarm.operator.result.compare.FigureChange.Judgement;

/// Comparison of a run's figures with those of an earlier run.
///
/// @param before verdict of the earlier run; null if it had none
/// @param after verdict of the later run; null if it had none
/// @param tolerance allowed difference, as a ratio of the earlier figure
/// @param changes figures of all tasks together, then of each task that both runs have; for two searches only the capacity,
/// because their other figures are those of different rates
public record Comparison(@Nullable Verdict before, @Nullable Verdict after, BigDecimal tolerance,
        List<FigureChange> changes) {
    private static final List<Verdict> BEST_FIRST = List.of(Verdict.Passed, Verdict.Failed, Verdict.Invalid);

    /// Compares a run with an earlier one.
    public static Comparison of(SavedResult before, SavedResult after, BigDecimal tolerance) {
        if (before.capacity() != null && after.capacity() != null) {
            return new Comparison(before.verdict(), after.verdict(), tolerance, List.of(new FigureChange(null,
                    "capacity /s", false, before.capacity().rate(), after.capacity().rate())));
        }
        Result old = before.result();
        Result fresh = after.result();
        List<FigureChange> changes = new ArrayList<>(changes(null, all(old), all(fresh)));
        if (old != null && fresh != null) {
            old.tasks().forEach(task -> fresh.tasks().stream().filter(one -> one.name().equals(task.name())).findFirst()
                    .ifPresent(one -> changes.addAll(changes(task.name(), task, one))));
        }
        return new Comparison(before.verdict(), after.verdict(), tolerance, List.copyOf(changes));
    }

    /// The figures of all tasks together, as those of one task.
    private static @Nullable TaskResult all(@Nullable Result result) {
        return result == null
                ? null
                : new TaskResult("", result.requests(), result.failures(), result.failurePercent(), result.dropped(),
                        result.throughput(), result.latencyMs(), result.serviceTimeMs(), result.bytesReceived());
    }

    private static List<FigureChange> changes(@Nullable String task, @Nullable TaskResult before,
            @Nullable TaskResult after) {
        return List.of(change(task, "throughput /s", false, before, after, TaskResult::throughput),
                change(task, "failed %", true, before, after, TaskResult::failurePercent),
                latency(task, "p50 ms", before, after, Percentiles::p50),
                latency(task, "p90 ms", before, after, Percentiles::p90),
                latency(task, "p95 ms", before, after, Percentiles::p95),
                latency(task, "p99 ms", before, after, Percentiles::p99),
                latency(task, "mean ms", before, after, Percentiles::mean));
    }

    private static FigureChange latency(@Nullable String task, String figure, @Nullable TaskResult before,
            @Nullable TaskResult after, Function<Percentiles, Double> value) {
        return change(task, figure, true, before, after,
                one -> one.latencyMs() == null ? null : value.apply(one.latencyMs()));
    }

    private static FigureChange change(@Nullable String task, String figure, boolean lowerIsBetter,
            @Nullable TaskResult before, @Nullable TaskResult after, Function<TaskResult, @Nullable Double> value) {
        return new FigureChange(task, figure, lowerIsBetter, before == null ? null : value.apply(before),
                after == null ? null : value.apply(after));
    }

    /// Whether the later verdict is worse, in the order Passed, Failed, Invalid, none.
    public boolean verdictIsWorse() {
        return rank(after) > rank(before);
    }

    private static int rank(@Nullable Verdict verdict) {
        return verdict == null ? BEST_FIRST.size() : BEST_FIRST.indexOf(verdict);
    }

    /// Names of the verdict and the figures that got worse by more than the tolerance.
    public List<String> regressions() {
        Stream<String> figures = changes.stream().filter(one -> one.judge(tolerance) == Judgement.WORSE)
                .map(one -> (one.task() == null ? "all" : one.task()) + " " + one.figure());
        return Stream.concat(verdictIsWorse() ? Stream.of("verdict") : Stream.empty(), figures).toList();
    }
}
