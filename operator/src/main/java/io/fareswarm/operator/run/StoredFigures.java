package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Live;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.operator.run.RunStatus.RunResult;

/// The figures of the last status, for a run of which less can be read now. A restarted operator reads the reports of
/// workers again; those of workers that ended without an operator, or whose store was deleted, are gone. Figures in a
/// status are never replaced by smaller ones.
record StoredFigures(Result result, List<ThresholdResult> thresholds, @Nullable Live live,
        @Nullable CapacityStatus capacity) {
    /// The figures of the last status, if they count more requests than the reports that can be read now.
    static Optional<StoredFigures> of(Evaluation facts) {
        RunResult outcome = facts.before().outcome();
        Result stored = outcome.result();
        return stored == null || stored.requests() <= readable(facts)
                ? Optional.empty()
                : Optional.of(new StoredFigures(stored,
                        Objects.requireNonNullElse(outcome.thresholds(), List.<ThresholdResult>of()), outcome.live(),
                        outcome.capacity()));
    }

    private static long readable(Evaluation facts) {
        return facts.seen().fleet().measured().samples(null).requests();
    }

    /// The figures for the status of a run in progress.
    RunResult outcome() {
        return new RunResult(result, thresholds, null, null, live, capacity);
    }

    /// The status of a run that is over. It is Invalid, and what happened after the last status counts as lost.
    ///
    /// @param due length of the time in which the workers should have measured
    RunStatus judge(Evaluation facts, RunStatus status, Duration due) {
        WorkersStatus known = Objects.requireNonNullElseGet(facts.before().workers(),
                () -> new WorkersStatus(facts.workers().desired(), 0));
        int present = facts.workers().present();
        String missing = facts.missingObject().orElseGet(() -> gone(facts));
        long seconds = seconds(facts);
        long rest = facts.workers().desired() * Math.max(0, RunPlan.wholeSeconds(due) - seconds);
        WorkersStatus workers = new WorkersStatus(facts.workers().desired(), present,
                known.lost() + Math.max(0, known.ready() - present), known.replaced(),
                Objects.requireNonNullElse(known.lostSeconds(), 0L) + rest);
        return status.with(workers).withWorkersReady(false, RunReason.WorkerLost, missing)
                .with(new RunResult(result, thresholds, Verdict.Invalid, null, null, capacity))
                .withoutJudgement(("%s; the figures are those of the last status, %d s after the start of the duration,"
                        + " and what happened later is unknown").formatted(missing, seconds));
    }

    private String gone(Evaluation facts) {
        String problems = facts.workers().problems();
        return "expected reports with the %d requests of the last status, found reports with %d%s".formatted(
                result.requests(), readable(facts), problems.isEmpty() ? "" : " (" + problems + ")");
    }

    /// Seconds of the duration that the figures contain.
    private long seconds(Evaluation facts) {
        long warmup = RunPlan.wholeSeconds(facts.plan().warmup());
        if (live == null) {
            return facts.before().phase() == Phase.Finishing ? RunPlan.wholeSeconds(facts.span()) : 0;
        }
        return Math.max(0, live.second() + live.seconds() - warmup);
    }
}
