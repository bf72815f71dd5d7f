package io.fareswarm.operator.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.Limit;
import io.fareswarm.api.CapacityStatus.StepResult;
import io.fareswarm.api.CapacityStatus.Varying;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.MergedTask;

/// Conversion of a run's measurements to the steps of its search, and of the steps in a status to those that
/// [CapacitySearch] reads.
///
/// @param measured merged reports of the run
/// @param workers number of workers. A second that not all of them reported does not count
/// @param maxLag a second with a greater lag of the generator does not count. A tenth of the 99th percentile of the step's
/// latency is always allowed
public record MeasuredStep(CapacityLimits limits, MergedResult measured, int workers, Duration maxLag) {
    /// Seconds of a step that are enough to call the generator too slow for its rate.
    private static final int LEAST_SEEN = 8;
    private static final int DIGITS = 4;
    private static final int SQUARES = Dispersion.LENGTHS;

    /// The counts of a step.
    ///
    /// @param from first second of the step, counted from the start barrier
    /// @param until exclusive end of its seconds that are reported so far
    /// @param complete whether that is the end of the step
    public StepResult counts(long from, long until, boolean complete) {
        List<Second> reported = measured.timeline().seconds().stream()
                .filter(second -> second.second() >= from + Step.SETTLING && second.second() < until
                        && second.stalls().count() >= workers)
                .map(second -> new Second(second, second.all())).toList();
        MergedTask samples = samples(reported, null);
        long limit = Math.max(maxLag.toNanos() / 1000, samples.latency().percentileMicros(99) / 10);
        List<Second> seconds = reported.stream().filter(second -> second.interval.stalls().above(limit) == 0).toList();
        MergedTask all = seconds.size() == reported.size() ? samples : samples(seconds, null);
        List<Double> shares = limits.badShares();
        StepCounts counts = StepCounts.of(
                seconds.stream().map(second -> limits.counts(measured, second.interval, second.all)).toList(),
                shares.size());
        List<@Nullable Double> percentiles = all.latency().percentilesMillis(50, 95, 99);
        List<Limit> judged = new ArrayList<>();
        for (int index = 0; index < limits.thresholds().size(); index++) {
            Threshold threshold = limits.thresholds().get(index);
            StepCounts.Counted bad = counts.bad().get(index);
            ThresholdResult result = Judge.check(threshold,
                    threshold.task() == null ? all : samples(seconds, threshold.task()),
                    Duration.ofSeconds(seconds.size()));
            judged.add(new Limit(threshold.name(), result.observed(),
                    result.figures() == null ? null : result.figures().observed(),
                    isPassed(threshold, result, bad, shares.get(index), counts), varying(bad)));
        }
        return new StepResult(complete, counts.seconds(), reported.size() - seconds.size(), counts.requests(),
                seconds.isEmpty() ? 0 : rounded((double) all.counts().responses() / seconds.size()),
                percentiles.get(0), percentiles.get(1), percentiles.get(2), counts.inFlight(),
                judged.stream().allMatch(Limit::passed), judged, varying(counts.slowest()));
    }

    /// A second of the run.
    ///
    /// @param all its samples of all tasks together
    private record Second(MergedInterval interval, MergedTask all) {}

    /// The limit of a task is that on its own requests. A dropped request is outside of every limit on all tasks.
    private static boolean isPassed(Threshold threshold, ThresholdResult result, StepCounts.Counted bad, double share,
            StepCounts counts) {
        return threshold.task() == null
                ? counts.requests() > 0 && bad.requests() <= share * counts.requests()
                : result.passed();
    }

    private MergedTask samples(List<Second> seconds, @Nullable String task) {
        return MergedTask.sum(seconds.stream()
                .map(second -> task == null ? second.all : measured.samples(task, second.interval)).toList());
    }

    private static Varying varying(StepCounts.Counted counted) {
        return new Varying(counted.requests(), counted.squares().stream().map(MeasuredStep::rounded).toList());
    }

    /// A figure with four significant digits, so that a status stays small.
    public static double rounded(double figure) {
        return rounded(figure, RoundingMode.HALF_UP);
    }

    /// A figure with four significant digits that is not above the exact one.
    public static double roundedDown(double figure) {
        return rounded(figure, RoundingMode.DOWN);
    }

    private static double rounded(double figure, RoundingMode mode) {
        return Double.isFinite(figure)
                ? new BigDecimal(figure).round(new MathContext(DIGITS, mode)).doubleValue()
                : figure;
    }

    /// Whether the generator was too slow for the rate of a step.
    public static boolean isGeneratorTooSlow(CapacityStatus.Step step) {
        StepResult counts = step.counts();
        return counts != null && counts.late() + counts.seconds() >= LEAST_SEEN && counts.late() > counts.seconds();
    }

    /// The step of a status, for the search.
    ///
    /// @param limits number of limits
    public static Step step(CapacityStatus.Step step, int limits) {
        StepResult counts = step.counts() == null || !hasLimits(step.counts(), limits) ? null : step.counts();
        return new Step(step.rate(), step.purpose(),
                counts == null
                        ? StepCounts.of(List.of(), limits)
                        : new StepCounts(counts.seconds(), counts.requests(), counts.inFlight(),
                                counts.limits().stream().map(limit -> counted(limit.bad())).toList(),
                                counted(counts.slowest())));
    }

    /// Whether the counts of a status are complete; a status that somebody edited may have others.
    private static boolean hasLimits(StepResult counts, int limits) {
        return counts.limits().size() == limits && counts.slowest().squares().size() == SQUARES
                && counts.limits().stream().allMatch(limit -> limit.bad().squares().size() == SQUARES);
    }

    private static StepCounts.Counted counted(Varying varying) {
        return new StepCounts.Counted(varying.requests(), varying.squares());
    }

    /// The newer counts of a step, or the known ones if those are of more seconds. A restarted operator may read less.
    public static StepResult better(@Nullable StepResult known, StepResult now) {
        return known != null && known.seconds() + known.late() > now.seconds() + now.late()
                ? known.with(now.complete())
                : now;
    }
}
