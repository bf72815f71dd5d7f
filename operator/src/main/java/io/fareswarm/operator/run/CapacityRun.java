package io.fareswarm.operator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.api.CapacityStatus.Step;
import io.fareswarm.api.CapacityStatus.StepResult;
import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Percent;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.capacity.Capacity;
import io.fareswarm.operator.capacity.CapacityGoal;
import io.fareswarm.operator.capacity.CapacityLimits;
import io.fareswarm.operator.capacity.CapacitySearch;
import io.fareswarm.operator.capacity.MeasuredStep;
import io.fareswarm.operator.capacity.SearchMove;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.NumberFormats;

/// The search for the capacity in one run. The steps in the status are its state, so a restarted operator continues it: the
/// status contains a step before any worker receives it.
///
/// @param steps the steps so far, with the counts that are known now; at least one
record CapacityRun(Evaluation facts, Load.Capacity spec, CapacityLimits limits, List<Step> steps) {
    /// The search of a run; empty for another load.
    ///
    /// @param until exclusive end of the seconds that every worker has reported or can no longer report
    /// @param isOver whether the run is over
    static Optional<CapacityRun> of(Evaluation facts, long until, boolean isOver) {
        return Optional.ofNullable(facts.plan().spec().load().capacity()).map(spec -> {
            CapacityLimits limits = CapacityLimits.of(Judge.orDefault(facts.plan().spec().thresholds()),
                    facts.plan().tasks());
            List<Step> known = steps(facts.before().outcome().capacity());
            MeasuredStep measuring = new MeasuredStep(limits, facts.seen().fleet().measured(),
                    facts.plan().spec().workers().count(), Durations.parse(facts.plan().spec().maxLag()));
            return new CapacityRun(facts, spec, limits,
                    counted(facts, known.isEmpty() ? List.of(new Step(0, 0, spec.start(), Purpose.ramp)) : known,
                            measuring, until, isOver));
        });
    }

    /// The steps in a status; empty before the first.
    static List<Step> steps(@Nullable CapacityStatus known) {
        return known == null ? List.of() : known.steps();
    }

    private static List<Step> counted(Evaluation facts, List<Step> known, MeasuredStep measuring, long until,
            boolean isOver) {
        List<Step> steps = new ArrayList<>();
        int changes = 0;
        for (int index = 0; index < known.size(); index++) {
            Step step = known.get(index);
            changes += index == 0 ? 0 : RunPlan.changes(step).size();
            if (step.counts() != null && step.counts().complete()) {
                steps.add(step);
                continue;
            }
            long end = index + 1 < known.size()
                    ? known.get(index + 1).second() - known.get(index + 1).pauseSeconds()
                    : Long.MAX_VALUE;
            Long from = facts.isRevisionLate(step.second() - step.pauseSeconds(), changes)
                    ? Long.valueOf(facts.second() + CapacitySearch.LEAD_SECONDS)
                    : step.countsFrom();
            StepResult counts = MeasuredStep.better(step.counts(), measuring.counts(from == null ? step.second() : from,
                    Math.min(end, until), isOver || end <= until));
            steps.add(step.with(from, counts));
        }
        return List.copyOf(steps);
    }

    /// The next decision of the search; empty while the last step goes on.
    Optional<RunDecision> decide(RunStatus status) {
        boolean isFull = steps.size() >= CapacityStatus.MOST_STEPS;
        if (isFull || MeasuredStep.isGeneratorTooSlow(steps.getLast()) || !facts.workers().rejectedEdit().isEmpty()) {
            return Optional.of(end(status));
        }
        return search().next(facts.second()).map(move -> switch (move) {
            case SearchMove.End() -> end(status);
            case SearchMove.NextStep(double rate, var purpose, int pause) -> {
                List<Step> all = new ArrayList<>(steps);
                all.add(new Step(facts.second() + CapacitySearch.LEAD_SECONDS + pause, pause,
                        rate(rate), purpose));
                yield status.with(status.outcome().with(CapacityStatus.of(all))).noAction();
            }
        });
    }

    private RunDecision end(RunStatus status) {
        return ActivePhase.stop(facts,
                status.withProgressing(RunReason.SearchCompleted, "no new requests, those in flight continue"));
    }

    private CapacitySearch search() {
        int step = (int) Durations.parse(spec.step().min()).toSeconds();
        return new CapacitySearch(
                new CapacityGoal(spec.start(), spec.max(), Percent.parse(spec.precision()),
                        Percent.parse(spec.confidence()), step,
                        (int) Durations.parse(spec.step().max()).toSeconds(),
                        Durations.parse(spec.time()).toSeconds(), limits.badShares()),
                steps.stream().map(one -> MeasuredStep.step(one, limits.badShares().size())).toList());
    }

    /// The status of a search that goes on.
    CapacityStatus progress() {
        return CapacityStatus.of(steps);
    }

    /// The status of a search that is over.
    CapacityStatus found() {
        Capacity found = search().found();
        TargetStatus target = facts.before().stage().target();
        Integer replicas = target == null ? null : target.replicas();
        double rate = rate(found.rate());
        return new CapacityStatus(rate, bound(found.lower()), bound(found.upper()),
                replicas == null || replicas == 0 ? null : MeasuredStep.rounded(rate / replicas), limitedBy(found),
                found.isConfirmed(), steps);
    }

    /// A rate with few digits, never above the maximum.
    private double rate(double exact) {
        return exact >= spec.max() ? spec.max() : Math.min(MeasuredStep.roundedDown(exact), spec.max());
    }

    private static @Nullable Double bound(double bound) {
        return bound == 0 || Double.isInfinite(bound) ? null : MeasuredStep.rounded(bound);
    }

    private @Nullable String limitedBy(Capacity found) {
        if (found.limit() >= 0) {
            return limits.thresholds().get(found.limit()).name();
        }
        return found.isConfirmed() && found.rate() >= spec.max() ? CapacityStatus.MAX : null;
    }

    /// The result of each threshold: a limit in the step that supports the capacity, and the capacity itself.
    ///
    /// @param rate the capacity found; null during the search
    List<ThresholdResult> thresholds(@Nullable Double rate) {
        Optional<StepResult> support = support(rate);
        return Judge.orDefault(facts.plan().spec().thresholds()).stream()
                .map(threshold -> threshold.capacity() == null
                        ? limit(threshold, support)
                        : Judge.capacity(threshold.name(), threshold.capacity(), rate))
                .toList();
    }

    private static ThresholdResult limit(Threshold threshold, Optional<StepResult> support) {
        ThresholdResult none = Judge.noSamples(threshold);
        return support.flatMap(counts -> counts.limits().stream().filter(limit -> limit.name().equals(threshold.name()))
                .findFirst())
                .map(limit -> new ThresholdResult(none.name(), limit.observed(), none.limit(), limit.passed(), null,
                        figures(limit, none.figures())))
                .orElse(none);
    }

    private static @Nullable ThresholdFigures figures(CapacityStatus.Limit limit, @Nullable ThresholdFigures none) {
        return none == null ? null : new ThresholdFigures(limit.value(), none.limit(), none.unit(), none.atMost());
    }

    /// The counts of the step that shows whether the limits hold at a rate: the last one at this rate, or else the one with the
    /// highest rate below it within every limit, or else the one with the lowest rate.
    private Optional<StepResult> support(@Nullable Double rate) {
        double most = rate == null ? Double.POSITIVE_INFINITY : rate;
        return steps.stream().filter(step -> isPassed(step) && step.rate() <= most)
                .reduce((one, other) -> other.rate() >= one.rate() ? other : one)
                .or(() -> steps.stream().filter(step -> step.counts() != null && step.counts().requests() > 0)
                        .reduce((one, other) -> other.rate() <= one.rate() ? other : one))
                .map(Step::counts);
    }

    private static boolean isPassed(Step step) {
        return step.counts() != null && step.counts().requests() > 0 && step.counts().passed();
    }

    /// Reason why the search is not valid: a worker rejected a step, the generator was the limit, or nothing was measured.
    /// Empty for a valid one.
    Optional<String> invalid() {
        String rejected = facts.workers().rejectedEdit();
        if (!rejected.isEmpty()) {
            return Optional.of("the load did not change as the search needs it: " + rejected);
        }
        return generatorTooSlow().or(() -> steps.stream()
                .anyMatch(step -> step.counts() != null && step.counts().requests() > 0)
                        ? Optional.empty()
                        : Optional.of("no step of the search was measured"));
    }

    private Optional<String> generatorTooSlow() {
        return steps.stream().filter(MeasuredStep::isGeneratorTooSlow).findFirst().map(slow -> {
            StepResult counts = Objects.requireNonNull(slow.counts());
            double inTime = steps.stream()
                    .filter(step -> step.rate() < slow.rate() && !MeasuredStep.isGeneratorTooSlow(step))
                    .mapToDouble(Step::rate).max().orElse(slow.rate() / 2);
            int workers = facts.plan().spec().workers().count();
            return "at %s/s the generator was too late in %d of %d seconds, so the target was not measured: use at least %d workers, or give the workers more CPU"
                    .formatted(NumberFormats.plain(slow.rate()), counts.late(), counts.late() + counts.seconds(),
                            (long) Math.ceil(workers * slow.rate() / inTime));
        });
    }
}
