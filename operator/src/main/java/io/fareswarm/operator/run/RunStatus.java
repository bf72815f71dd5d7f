package io.fareswarm.operator.run;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Live;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.operator.conditions.Conditions;

/// Status of a run while a decision is made. Immutable: each step returns a changed copy. [#toStatus] converts the last one
/// to the status of the LoadTest.
///
/// @param workers null before the first decision
record RunStatus(Stage stage, @Nullable WorkersStatus workers, RunResult outcome, Conditions conditions) {
    /// The progress of a run.
    ///
    /// @param target the target; null before it is ready
    record Stage(Phase phase, Run run, @Nullable TargetStatus target) {}

    /// The measurements of a run, and at its end the verdict and the report.
    record RunResult(@Nullable Result result, @Nullable List<ThresholdResult> thresholds, @Nullable Verdict verdict,
            @Nullable ReportReference report, @Nullable Live live, @Nullable CapacityStatus capacity) {
        static final RunResult NONE = new RunResult(null, null, null, null, null, null);

        /// A copy with another state of the search for the capacity.
        RunResult with(@Nullable CapacityStatus changed) {
            return new RunResult(result, thresholds, verdict, report, live, changed);
        }
    }

    /// The status as last written. For a new run, it has nothing of the previous run.
    static RunStatus of(RunObservation seen) {
        LoadTestStatus known = seen.test().status();
        Run notStarted = new Run(seen.run(), seen.test().spec().seed());
        if (known == null || known.phase() == null || known.run() == null || known.run().number() < seen.run()) {
            return new RunStatus(new Stage(Phase.Pending, notStarted, null), null, RunResult.NONE,
                    Conditions.of(null, seen.test().generation(), seen.now()));
        }
        // A spec with a raised `run` counts as observed when the next run begins.
        long generation = seen.test().spec().run() > seen.run()
                ? seen.test().generation() - 1
                : seen.test().generation();
        return new RunStatus(
                new Stage(known.phase(), known.phase() == Phase.Pending ? notStarted : known.run(), known.target()),
                known.workers(), new RunResult(known.result(), known.thresholds(), known.verdict(), known.report(),
                        known.live(), known.capacity()),
                Conditions.of(known.conditions(), generation, seen.now()));
    }

    Phase phase() {
        return stage.phase();
    }

    Run run() {
        return stage.run();
    }

    RunStatus with(Stage changed) {
        return new RunStatus(changed, workers, outcome, conditions);
    }

    RunStatus with(Phase phase, Run run) {
        return with(new Stage(phase, run, stage.target()));
    }

    RunStatus with(WorkersStatus changed) {
        return new RunStatus(stage, changed, outcome, conditions);
    }

    RunStatus with(RunResult changed) {
        return new RunStatus(stage, workers, changed, conditions);
    }

    /// A copy with one condition set.
    RunStatus with(String type, String status, RunReason reason, String message) {
        return new RunStatus(stage, workers, outcome, conditions.with(type, status, reason, message));
    }

    RunStatus withProgressing(RunReason reason, String message) {
        return with(LoadTestConditions.PROGRESSING, Conditions.TRUE, reason, message);
    }

    RunStatus withWorkersReady(boolean ready, RunReason reason, String message) {
        return with(LoadTestConditions.WORKERS_READY, ready ? Conditions.TRUE : Conditions.FALSE, reason, message);
    }

    RunStatus withoutWorkersReady() {
        return new RunStatus(stage, workers, outcome, conditions.without(LoadTestConditions.WORKERS_READY));
    }

    RunStatus withoutJudgement(String message) {
        return with(LoadTestConditions.THRESHOLDS_PASSED, Conditions.UNKNOWN, RunReason.NotMeasured, message);
    }

    boolean hasReason(String type, RunReason reason) {
        return conditions.find(type, reason).isPresent();
    }

    RunDecision noAction() {
        return new RunDecision.NoAction(toStatus());
    }

    LoadTestStatus toStatus() {
        return new LoadTestStatus(conditions.generation(), phase(), outcome.verdict(), run(), stage.target(), workers,
                outcome.result(), outcome.thresholds(), RunReadiness.in(this).list(), outcome.report(), outcome.live(),
                outcome.capacity());
    }
}
