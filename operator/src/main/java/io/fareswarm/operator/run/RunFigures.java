package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.Judge.ThresholdResults;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.run.RunStatus.RunResult;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// Figures of a run for its status.
///
/// @param outcome the result, and the judgement of each threshold
/// @param abort message about the failed window that ends the run; empty without one
/// @param search the search for the capacity; empty for another load
record RunFigures(RunResult outcome, Optional<String> abort, Optional<CapacityRun> search) {
    /// Figures of a run in progress, from the intervals reported so far.
    static RunFigures soFar(Evaluation facts) {
        MergedResult measured = facts.seen().fleet().measured();
        long until = facts.workers().reportedUntil(measured);
        Optional<CapacityRun> search = search(facts, Math.min(until, facts.second()), false);
        CapacityStatus steps = search.map(CapacityRun::progress).orElse(null);
        Optional<StoredFigures> stored = StoredFigures.of(facts);
        if (stored.isPresent()) {
            return new RunFigures(stored.get().outcome().with(steps), Optional.empty(), search);
        }
        Duration reported = Duration.ofSeconds(1).multipliedBy(measured.workerSeconds())
                .dividedBy(facts.plan().spec().workers().count());
        // The last second of a stopped run is not whole.
        Duration most = facts.before().run().stoppedAt() == null ? facts.plan().duration() : facts.span();
        Duration span = RunPlan.shorter(reported, most);
        ThresholdResults judgement = search.map(run -> new ThresholdResults(run.thresholds(null), Optional.empty()))
                .orElseGet(() -> thresholds(facts, span, until));
        return new RunFigures(new RunResult(measured.result(span.toNanos()), judgement.results(), null, null,
                LiveFigures.of(facts), steps), judgement.abort(), search);
    }

    /// Status of a run that is over, with figures, losses and the verdict.
    static RunStatus judge(Evaluation facts, RunStatus status) {
        RunPlan plan = facts.plan();
        if (status.run().startedAt() == null) {
            return status.with(new RunResult(null, null, Verdict.Invalid, null, null, null))
                    .withoutJudgement("the run ended before its start");
        }
        Duration span = facts.span();
        // Unless a number of requests or a stop ended the run, the whole duration was due.
        Duration due = status.run().stoppedAt() != null || plan.spec().requests() != null ? span : plan.duration();
        Optional<StoredFigures> stored = StoredFigures.of(facts);
        if (stored.isPresent()) {
            return stored.get().judge(facts, status, due);
        }
        Optional<CapacityRun> search = search(facts, Long.MAX_VALUE, true);
        CapacityStatus found = search.map(CapacityRun::found).orElse(null);
        List<ThresholdResult> thresholds = search.map(run -> run.thresholds(Objects.requireNonNull(found).rate()))
                .orElseGet(() -> thresholds(facts, span, Long.MAX_VALUE).results());
        Optional<String> invalid = search.flatMap(CapacityRun::invalid)
                .or(() -> Judge.invalid(facts.seen().fleet().measured(), Durations.parse(plan.spec().maxLag()),
                        facts.workers().lostSeconds(due, plan.warmup(), true), facts.workers().dueSeconds(due)));
        Verdict verdict = Judge.verdict(invalid, thresholds);
        RunStatus judged = WorkerLosses.in(facts, status, due, true)
                .with(new RunResult(facts.seen().fleet().measured().result(span.toNanos()), thresholds, verdict, null,
                        null, found));
        return switch (verdict) {
            case Invalid -> judged.withoutJudgement(invalid.orElse(""));
            case Passed -> judged.with(LoadTestConditions.THRESHOLDS_PASSED, TRUE, RunReason.AllPassed, "");
            case Failed -> judged.with(LoadTestConditions.THRESHOLDS_PASSED, FALSE, RunReason.SomeFailed,
                    thresholds.stream().filter(threshold -> !threshold.passed()).map(ThresholdResult::name)
                            .collect(Collectors.joining(", ")));
        };
    }

    /// The search for the capacity, up to the end of the load; empty for another load.
    private static Optional<CapacityRun> search(Evaluation facts, long until, boolean isOver) {
        String stoppedAt = facts.before().run().stoppedAt();
        Instant end = stoppedAt == null ? facts.end() : Instant.parse(stoppedAt);
        return CapacityRun.of(facts, Math.min(until, Duration.between(facts.barrier(), end).toSeconds()), isOver);
    }

    /// @param until exclusive end of the seconds that every worker has reported
    private static ThresholdResults thresholds(Evaluation facts, Duration span, long until) {
        RunPlan plan = facts.plan();
        long from = RunPlan.wholeSeconds(plan.warmup());
        return Judge.thresholds(Judge.orDefault(plan.spec().thresholds()), facts.before().outcome().thresholds(),
                facts.seen().fleet().measured(), span, from, Math.min(until, from + facts.span().toSeconds()));
    }
}
