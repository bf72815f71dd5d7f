package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.worker.WorkerState;
import io.fareswarm.operator.conditions.Conditions;

import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// A run from its start until everything that can be known of it is known.
final class Execution {
    /// How long after the graceful stop a worker may take to hand over its total.
    static final Duration LAST_WORD = Duration.ofSeconds(10);

    private final Turn turn;
    private final Plan plan;
    private final Crew crew;
    private final Draft draft;
    private final Ending ending;

    Execution(Turn turn) {
        this.turn = turn;
        this.plan = turn.plan();
        this.crew = turn.crew();
        this.draft = turn.draft();
        this.ending = new Ending(turn);
    }

    Decision running() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        Losses.tell(turn, plan.span(draft.run, turn.seen().measured(), turn.now()), false);
        Succession succession = new Succession(turn);
        if (crew.working().isEmpty() && (turn.isStopAsked() || !succession.isHoped())) {
            return crew.present() == 0
                    ? ending.conclude(Reason.AllWorkersLost, "no worker is left")
                    : ending.conclude(plan.spec().requests() == null ? Reason.DurationOver : Reason.RequestsDone, "");
        }
        Optional<String> broken = turn.measure();
        if (turn.isStopAsked()) {
            return stop(Reason.StopAsked, "what is in flight ends");
        }
        if (broken.isPresent()) {
            return stop(Reason.ThresholdBroken, broken.get());
        }
        if (!turn.now().isBefore(turn.end())) {
            draft.phase = Phase.Finishing;
            draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Finishing, "what is in flight ends");
            return turn.rest();
        }
        Edits edits = new Edits(turn);
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Running, edits.message());
        return succession.takeOver().or(edits::decide).or(succession::create).orElseGet(turn::rest);
    }

    private Decision stop(Reason reason, String message) {
        draft.phase = Phase.Finishing;
        draft.stoppedAt(turn.now());
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, reason, message);
        return new Decision.Stop(draft.status(), Crew.ids(crew.working()));
    }

    Decision finishing() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        Losses.tell(turn, plan.span(draft.run, turn.seen().measured(), turn.now()), false);
        boolean early = draft.run.stoppedAt() != null;
        Instant end = early ? Instant.parse(draft.run.stoppedAt()) : turn.end();
        if (crew.working().isEmpty() || end.plus(plan.gracefulStop()).plus(LAST_WORD).isBefore(turn.now())) {
            Optional<String> abortedBy = abortedBy();
            if (early && abortedBy.isPresent()) {
                return ending.conclude(Reason.ThresholdBroken, abortedBy.get());
            }
            return early
                    ? ending.conclude(Reason.StopAsked, "stopped early, the result so far is kept")
                    : ending.conclude(Reason.DurationOver, plan.spec().requests() == null
                            ? ""
                            : "not all requests were started within " + Plan.LONGEST.toHours() + "h");
        }
        Optional<String> _ = turn.measure();
        List<WorkerView> sending = crew.working().stream().filter(one -> !one.reached(WorkerState.Draining)).toList();
        return early && !sending.isEmpty() ? new Decision.Stop(draft.status(), Crew.ids(sending)) : turn.rest();
    }

    /// Of a run that is told to end early: the window that broke a threshold, in words; empty when a person asked for it.
    private Optional<String> abortedBy() {
        return Conditions.find(draft.conditions.list(), LoadTestConditions.PROGRESSING, Reason.ThresholdBroken)
                .map(Condition::message);
    }

    /// The lost workers' reports are stored first; the status speaks of the loss when they are.
    private Decision keep() {
        return new Decision.Keep(draft.status(), Crew.ids(crew.unkept()));
    }
}
