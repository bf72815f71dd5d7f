package io.fareswarm.operator.run;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// The ends that a run can have.
final class Ending {
    private final Turn turn;
    private final Draft draft;

    Ending(Turn turn) {
        this.turn = turn;
        this.draft = turn.draft();
    }

    /// With a result and a verdict.
    Decision conclude(Reason reason, String message) {
        Judging.conclude(turn);
        draft.phase = Phase.Finished;
        if (turn.seen().cluster().asksPrometheus() && draft.run.startedAt() != null) {
            boolean whole = draft.workers != null && draft.workers.lost() == 0;
            draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, whole ? Reason.Asking : Reason.NoCount,
                    whole ? "the last scrape is awaited" : "with a worker its last counts were lost");
        }
        return end(reason, message);
    }

    /// Without either.
    Decision fail(Reason reason, String message) {
        draft.phase = Phase.Error;
        draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, reason, message);
        draft.conditions.set(LoadTestConditions.THRESHOLDS_KEPT, UNKNOWN, Reason.NotMeasured, "nothing was measured");
        return end(reason, message);
    }

    private Decision end(Reason reason, String message) {
        draft.finishedAt(turn.now());
        String report = turn.seen().cluster().report();
        draft.report = report == null ? null : new ReportReference(report);
        String edited = turn.editedMessage();
        draft.conditions.set(LoadTestConditions.PROGRESSING, FALSE, reason,
                message + (message.isEmpty() || edited.isEmpty() ? "" : "; ") + edited);
        draft.conditions.set(LoadTestConditions.COMPLETE, TRUE, reason, message);
        return new Decision.Conclude(draft.status());
    }
}
