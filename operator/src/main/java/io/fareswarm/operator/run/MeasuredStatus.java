package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedResult;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// Writes what was measured into a status: the figures so far, and at the end the verdict.
final class MeasuredStatus {
    private MeasuredStatus() {}

    /// The figures while the run goes on, over the seconds that were reported.
    ///
    /// @return the window of a threshold that ends the run, in words; empty when none does
    static Optional<String> soFar(StatusDraft draft, RunPlan plan, WorkerSet crew, MergedResult measured, Instant now) {
        Duration counted = Duration.ofSeconds(1).multipliedBy(measured.workerSeconds())
                .dividedBy(plan.spec().workers().count());
        long told = crew.telling().stream().mapToLong(worker -> measured.through(worker.id()) + 1).min()
                .orElse(Long.MAX_VALUE);
        return figures(draft, plan, measured, RunPlan.shorter(counted, plan.duration()), told, now).abort();
    }

    /// The figures and the verdict at the end.
    static void conclude(Evaluation turn) {
        StatusDraft draft = turn.draft();
        RunPlan plan = turn.plan();
        MergedResult measured = turn.seen().measured();
        if (draft.run.startedAt() == null) {
            draft.verdict = Verdict.Invalid;
            draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, UNKNOWN, RunReason.NotMeasured,
                    "it ended before its start");
            return;
        }
        Duration span = plan.span(draft.run, measured, turn.now());
        List<ThresholdResult> thresholds = figures(draft, plan, measured, span, Long.MAX_VALUE, turn.now()).results();
        // What was due is the whole duration, unless requests or someone ended it: an early end is else a loss.
        Duration due = draft.run.stoppedAt() != null || plan.spec().requests() != null ? span : plan.duration();
        WorkerLosses.tell(turn, due, true);
        Optional<String> invalid = Judge.invalid(measured, plan.maxLag(),
                turn.crew().lostSeconds(due, plan.warmup(), true), turn.crew().dueSeconds(due));
        draft.verdict = Judge.verdict(invalid, thresholds);
        List<String> broken = thresholds.stream().filter(threshold -> !threshold.passed()).map(ThresholdResult::name)
                .toList();
        if (draft.verdict == Verdict.Invalid) {
            draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, UNKNOWN, RunReason.NotMeasured,
                    invalid.orElse(""));
        } else if (broken.isEmpty()) {
            draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, TRUE, RunReason.AllPassed, "");
        } else {
            draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, FALSE, RunReason.SomeFailed,
                    broken.stream().collect(Collectors.joining(", ")));
        }
    }

    /// @param told the second after the last one that all workers have told
    private static Judge.ThresholdResults figures(StatusDraft draft, RunPlan plan, MergedResult measured, Duration span,
            long told,
            Instant now) {
        draft.result = measured.result(span.toNanos());
        long from = plan.warmup().plusMillis(999).toSeconds();
        long until = Math.min(told, from + plan.span(draft.run, measured, now).toSeconds());
        Judge.ThresholdResults judgement = Judge.thresholds(Judge.orDefault(plan.spec().thresholds()), draft.thresholds,
                measured, span, from, until);
        draft.thresholds = judgement.results();
        return judgement;
    }
}
