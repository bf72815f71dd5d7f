package io.fareswarm.operator.run;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;
import io.fareswarm.operator.result.text.CapacityTable;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.RunStatus.RunResult;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// The reason for the end of a run. It makes the decision that ends the run.
///
/// @param message details for the conditions; empty if the reason is sufficient
record RunEnd(RunReason reason, String message) {
    /// Ends a run with a result and a verdict.
    RunDecision finish(Evaluation facts, RunStatus status) {
        RunStatus judged = RunFigures.judge(facts, status);
        CapacityStatus found = judged.outcome().capacity();
        return (message.isEmpty() && found != null ? new RunEnd(reason, CapacityTable.found(found)) : this)
                .compared(facts, judged);
    }

    /// Ends a judged run, whose number of requests Prometheus still has to confirm.
    private RunDecision compared(Evaluation facts, RunStatus judged) {
        if (facts.seen().cluster().count() instanceof CountView.NoPrometheus || judged.run().startedAt() == null) {
            return end(facts, judged, Phase.Finished);
        }
        boolean isWhole = judged.workers() != null && judged.workers().lost() == 0;
        return end(facts, judged.with(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN,
                isWhole ? RunReason.CountPending : RunReason.CountUnknown,
                isWhole
                        ? "Prometheus has not scraped the last counts yet"
                        : "the last counts of lost workers are missing"),
                Phase.Finished);
    }

    /// Ends a run that could not start.
    RunDecision fail(Evaluation facts, RunStatus status) {
        return end(facts, status.withWorkersReady(false, reason, message).withoutJudgement("the run did not start"),
                Phase.Error);
    }

    private RunDecision end(Evaluation facts, RunStatus status, Phase phase) {
        String report = facts.seen().cluster().report();
        RunResult outcome = status.outcome();
        String edited = facts.editedMessage();
        return new RunDecision.StoreResult(status.with(phase, status.run().withFinishedAt(facts.now().toString()))
                .with(new RunResult(outcome.result(), outcome.thresholds(), outcome.verdict(),
                        report == null ? null : new ReportReference(report), null, outcome.capacity()))
                .with(LoadTestConditions.PROGRESSING, FALSE, reason,
                        message + (message.isEmpty() || edited.isEmpty() ? "" : "; ") + edited)
                .with(LoadTestConditions.COMPLETE, TRUE, reason, message).toStatus());
    }
}
