package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.protocol.Slice;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// A run before its start: the target becomes ready, workers come, get their slices and hear of the barrier.
final class Preparation {
    /// From the decision to start until the barrier: long enough to tell every worker, also on a busy node.
    static final Duration LEAD = Duration.ofSeconds(2);

    private final Evaluation turn;
    private final RunPlan plan;
    private final WorkerSet crew;
    private final StatusDraft draft;
    private final Conclusion ending;

    Preparation(Evaluation turn) {
        this.turn = turn;
        this.plan = turn.plan();
        this.crew = turn.crew();
        this.draft = turn.draft();
        this.ending = new Conclusion(turn);
    }

    RunDecision pending() {
        draft.anew(turn.seen());
        draft.workers = new WorkersStatus(crew.desired(), 0);
        draft.conditions.set(LoadTestConditions.COMPLETE, FALSE, RunReason.Preparing, "");
        if (turn.isStopRequested()) {
            return ending.conclude(RunReason.StopRequested, "stopped before its start");
        }
        return switch (turn.seen().target()) {
            case TargetView.Refused(String message) -> ending.fail(RunReason.TargetRejected, message);
            case TargetView.NotReady(String message) -> {
                draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.TargetNotReady, message);
                yield turn.rest();
            }
            case TargetView.Ready(String url, String digest) -> {
                draft.phase = Phase.Preparing;
                draft.target = new TargetStatus(url, digest);
                draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.Preparing, "workers start");
                draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, RunReason.WorkersStarting, "");
                yield new RunDecision.Create(draft.status(), crew.vacancies());
            }
        };
    }

    RunDecision preparing() {
        draft.workers = new WorkersStatus(crew.desired(), crew.ready());
        if (!crew.allReady()) {
            draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, RunReason.WorkersStarting, starting());
        }
        if (turn.isStopRequested()) {
            return ending.conclude(RunReason.StopRequested, "stopped before its start");
        }
        if (draft.run.startsAt() != null && crew.unarmed().size() < crew.workers().size()) {
            return start();
        }
        if (!crew.allReady() && draft.run.startsAt() != null
                && turn.barrier().plus(ActiveRun.LAST_WORD).isBefore(turn.now())) {
            draft.forgetsBarrier(); // Nobody heard of it, and somebody is not ready any more.
        }
        if (crew.refusing().isPresent()) {
            WorkerView worker = crew.refusing().get();
            return ending.fail(RunReason.SliceRejected, "worker %d: %s".formatted(worker.worker(), worker.refusal()));
        }
        if (crew.hopeless().isPresent()) {
            WorkerView worker = crew.hopeless().get();
            return ending.fail(RunReason.WorkersFailed, "worker %d ended %d times before the start, at last: %s"
                    .formatted(worker.worker(), WorkerSet.INCARNATIONS, worker.gone()));
        }
        if (!turn.now().isBefore(turn.workersSince().plus(plan.startTimeout()))) {
            String why = starting();
            return ending.fail(RunReason.StartTimeout, "expected %d ready workers within %s, found %d%s".formatted(
                    crew.desired(), plan.spec().startTimeout(), crew.ready(), why.isEmpty() ? "" : ": " + why));
        }
        List<Place> vacancies = crew.vacancies();
        if (!vacancies.isEmpty()) {
            return new RunDecision.Create(draft.status(), vacancies);
        }
        if (!crew.allReady()) {
            return turn.rest();
        }
        draft.conditions.set(LoadTestConditions.WORKERS_READY, TRUE, RunReason.AllReady, "");
        Map<String, Slice> slices = slices();
        if (!slices.isEmpty()) {
            return new RunDecision.Assign(draft.status(), slices);
        }
        return draft.run.startsAt() == null || !turn.now().isBefore(turn.barrier())
                ? announce()
                : new RunDecision.Start(draft.status(), turn.barrier(), WorkerSet.ids(crew.unarmed()));
    }

    /// The barrier stands in the status before any worker hears of it, so that a restarted operator knows it too.
    private RunDecision announce() {
        draft.startsAt(turn.now().plus(LEAD));
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.Preparing, "start barrier set");
        return turn.rest();
    }

    /// Some worker has heard of the barrier, so it stands. Who has not by then takes up its part late.
    private RunDecision start() {
        List<WorkerView> unarmed = crew.unarmed();
        if (turn.now().isBefore(turn.barrier())) {
            return unarmed.isEmpty()
                    ? turn.rest()
                    : new RunDecision.Start(draft.status(), turn.barrier(), WorkerSet.ids(unarmed));
        }
        draft.phase = Phase.Running;
        draft.started();
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.Running, turn.editedMessage());
        draft.conditions.set(LoadTestConditions.THRESHOLDS_PASSED, UNKNOWN, RunReason.NotMeasured,
                "the run is not over");
        return turn.rest();
    }

    /// What is known of workers that are not ready yet.
    private String starting() {
        String obstacle = turn.seen().cluster().obstacle();
        String trouble = crew.trouble();
        return obstacle == null ? trouble : trouble.isEmpty() ? obstacle : obstacle + "; " + trouble;
    }

    private Map<String, Slice> slices() {
        String run = turn.seen().runId();
        return crew.workers().stream().filter(one -> !one.isAssigned(run))
                .collect(Collectors.toMap(WorkerView::id, one -> plan.slice(turn.seen(), one, turn.url(), 0, 0)));
    }
}
