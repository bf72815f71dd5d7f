package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.run.RunStatus.RunResult;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// Figures of a run for its status: the result, and the judgement of each threshold.
record RunFigures(Result result, Judge.ThresholdResults judgement) {
    /// Figures of a run in progress, from the intervals reported so far.
    static RunFigures soFar(Evaluation facts) {
        MergedResult measured = facts.seen().fleet().measured();
        Duration reported = Duration.ofSeconds(1).multipliedBy(measured.workerSeconds())
                .dividedBy(facts.plan().spec().workers().count());
        long until = facts.workers().reporting().stream()
                .mapToLong(worker -> Math.max(worker.firstSecond(), measured.through(worker.id()) + 1)).min()
                .orElse(Long.MAX_VALUE);
        return over(facts, RunPlan.shorter(reported, facts.plan().duration()), until);
    }

    /// Status of a run that is over, with figures, losses and the verdict.
    static RunStatus judge(Evaluation facts, RunStatus status) {
        RunPlan plan = facts.plan();
        if (status.run().startedAt() == null) {
            return status.with(new RunResult(null, null, Verdict.Invalid, null, null))
                    .withoutJudgement("the run ended before its start");
        }
        Duration span = facts.span();
        RunFigures figures = over(facts, span, Long.MAX_VALUE);
        List<ThresholdResult> thresholds = figures.judgement.results();
        // Unless a number of requests or a stop ended the run, the whole duration was due.
        Duration due = status.run().stoppedAt() != null || plan.spec().requests() != null ? span : plan.duration();
        Optional<String> invalid = Judge.invalid(facts.seen().fleet().measured(), Durations.parse(plan.spec().maxLag()),
                facts.workers().lostSeconds(due, plan.warmup(), true), facts.workers().dueSeconds(due));
        Verdict verdict = Judge.verdict(invalid, thresholds);
        RunStatus judged = WorkerLosses.in(facts, status, due, true)
                .with(new RunResult(figures.result, thresholds, verdict, null, null));
        return switch (verdict) {
            case Invalid -> judged.withoutJudgement(invalid.orElse(""));
            case Passed -> judged.with(LoadTestConditions.THRESHOLDS_PASSED, TRUE, RunReason.AllPassed, "");
            case Failed -> judged.with(LoadTestConditions.THRESHOLDS_PASSED, FALSE, RunReason.SomeFailed,
                    thresholds.stream().filter(threshold -> !threshold.passed()).map(ThresholdResult::name)
                            .collect(Collectors.joining(", ")));
        };
    }

    /// @param until exclusive end of the seconds that every worker has reported
    private static RunFigures over(Evaluation facts, Duration span, long until) {
        RunPlan plan = facts.plan();
        MergedResult measured = facts.seen().fleet().measured();
        long from = RunPlan.wholeSeconds(plan.warmup());
        return new RunFigures(measured.result(span.toNanos()),
                Judge.thresholds(Judge.orDefault(plan.spec().thresholds()), facts.before().outcome().thresholds(),
                        measured, span, from, Math.min(until, from + facts.span().toSeconds())));
    }

    RunResult outcome(Evaluation facts) {
        return new RunResult(result, judgement.results(), null, null, LiveFigures.of(facts));
    }
}
