package io.fareswarm.operator.run;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// The ends that a run can have.
final class Conclusion {
    private final Evaluation turn;
    private final StatusDraft draft;

    Conclusion(Evaluation turn) {
        this.turn = turn;
        this.draft = turn.draft();
    }

    /// With a result and a verdict.
    RunDecision conclude(RunReason reason, String message) {
        MeasuredStatus.conclude(turn);
        draft.phase = Phase.Finished;
        if (turn.seen().cluster().asksPrometheus() && draft.run.startedAt() != null) {
            boolean whole = draft.workers != null && draft.workers.lost() == 0;
            draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN,
                    whole ? RunReason.CountPending : RunReason.CountUnknown,
                    whole ? "the last scrape is awaited" : "with a worker its last counts were lost");
        }
        return end(reason, message);
    }

    /// Without either.
    RunDecision fail(RunReason reason, String message) {
        draft.phase = Phase.Error;
        draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, reason, message);
        draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, UNKNOWN, RunReason.NotMeasured,
                "nothing was measured");
        return end(reason, message);
    }

    private RunDecision end(RunReason reason, String message) {
        draft.finishedAt(turn.now());
        String report = turn.seen().cluster().report();
        draft.report = report == null ? null : new ReportReference(report);
        String edited = turn.editedMessage();
        draft.conditions.set(LoadTestConditions.PROGRESSING, FALSE, reason,
                message + (message.isEmpty() || edited.isEmpty() ? "" : "; ") + edited);
        draft.conditions.set(LoadTestConditions.COMPLETE, TRUE, reason, message);
        return new RunDecision.Conclude(draft.status());
    }
}
