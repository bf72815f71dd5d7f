package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// A run from its start until everything that can be known of it is known.
final class ActiveRun {
    /// How long after the graceful stop a worker may take to hand over its total.
    static final Duration LAST_WORD = Duration.ofSeconds(10);

    private final Evaluation turn;
    private final RunPlan plan;
    private final WorkerSet crew;
    private final StatusDraft draft;
    private final Conclusion ending;

    ActiveRun(Evaluation turn) {
        this.turn = turn;
        this.plan = turn.plan();
        this.crew = turn.crew();
        this.draft = turn.draft();
        this.ending = new Conclusion(turn);
    }

    RunDecision running() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        WorkerLosses.tell(turn, plan.span(draft.run, turn.seen().measured(), turn.now()), false);
        Takeover succession = new Takeover(turn);
        if (crew.working().isEmpty() && (turn.isStopRequested() || !succession.isHoped())) {
            return crew.present() == 0
                    ? ending.conclude(RunReason.AllWorkersLost, "no worker is left")
                    : ending.conclude(
                            plan.spec().requests() == null ? RunReason.DurationElapsed : RunReason.RequestsCompleted,
                            "");
        }
        Optional<String> broken = turn.measure();
        if (turn.isStopRequested()) {
            return stop(RunReason.StopRequested, "what is in flight ends");
        }
        if (broken.isPresent()) {
            return stop(RunReason.ThresholdFailed, broken.get());
        }
        if (!turn.now().isBefore(turn.end())) {
            draft.phase = Phase.Finishing;
            draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.Finishing, "what is in flight ends");
            return turn.rest();
        }
        SpecEdits edits = new SpecEdits(turn);
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, RunReason.Running, edits.message());
        return succession.takeOver().or(edits::decide).or(succession::create).orElseGet(turn::rest);
    }

    private RunDecision stop(RunReason reason, String message) {
        draft.phase = Phase.Finishing;
        draft.stoppedAt(turn.now());
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, reason, message);
        return new RunDecision.Stop(draft.status(), WorkerSet.ids(crew.working()));
    }

    RunDecision finishing() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        WorkerLosses.tell(turn, plan.span(draft.run, turn.seen().measured(), turn.now()), false);
        boolean early = draft.run.stoppedAt() != null;
        Instant end = early ? Instant.parse(draft.run.stoppedAt()) : turn.end();
        if (crew.working().isEmpty() || end.plus(plan.gracefulStop()).plus(LAST_WORD).isBefore(turn.now())) {
            Optional<String> abortedBy = abortedBy();
            if (early && abortedBy.isPresent()) {
                return ending.conclude(RunReason.ThresholdFailed, abortedBy.get());
            }
            return early
                    ? ending.conclude(RunReason.StopRequested, "stopped early, the result so far is kept")
                    : ending.conclude(RunReason.DurationElapsed, plan.spec().requests() == null
                            ? ""
                            : "not all requests were started within " + RunPlan.LONGEST.toHours() + "h");
        }
        Optional<String> _ = turn.measure();
        List<WorkerView> sending = crew.working().stream().filter(one -> !one.reached(WorkerState.Draining)).toList();
        return early && !sending.isEmpty() ? new RunDecision.Stop(draft.status(), WorkerSet.ids(sending)) : turn.rest();
    }

    /// Of a run that is told to end early: the window that broke a threshold, in words; empty when a person asked for it.
    private Optional<String> abortedBy() {
        return Conditions.find(draft.conditions.list(), LoadTestConditions.PROGRESSING, RunReason.ThresholdFailed)
                .map(Condition::message);
    }

    /// The lost workers' reports are stored first; the status speaks of the loss when they are.
    private RunDecision keep() {
        return new RunDecision.Keep(draft.status(), WorkerSet.ids(crew.unkept()));
    }
}
