package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.ClusterView.CountView;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// A run that is over: its workers leave, Prometheus is asked, edits are told, objects are removed.
final class FinishedRun {
    /// How long after a run its workers may take to leave before their objects are removed all the same: they wait half a
    /// minute for Prometheus.
    private static final Duration LEAVING = Duration.ofMinutes(1);
    /// How long after a run Prometheus may take to have the last counts.
    private static final Duration COUNTING = Duration.ofSeconds(90);

    private final Evaluation turn;
    private final RunObservation seen;
    private final StatusDraft draft;

    FinishedRun(Evaluation turn) {
        this.turn = turn;
        this.seen = turn.seen();
        this.draft = turn.draft();
    }

    /// @param status as it was last written
    RunDecision over(LoadTestStatus status) {
        if (!Objects.equals(status.observedGeneration(), seen.generation())) {
            if (seen.edited()) {
                draft.conditions.set(LoadTestConditions.PROGRESSING, FALSE, RunReason.SpecEdited, turn.editedMessage());
            } else if (turn.isReason(LoadTestConditions.PROGRESSING, RunReason.SpecEdited)) {
                Conditions.find(draft.conditions.list(), LoadTestConditions.COMPLETE).ifPresent(end -> draft.conditions
                        .set(LoadTestConditions.PROGRESSING, FALSE, RunReason.valueOf(end.reason()), end.message()));
            }
        }
        compareCounts();
        List<WorkerView> present = seen.workers().stream().filter(one -> one.gone() == null).toList();
        boolean mayStay = draft.phase == Phase.Finished && seen.now().isBefore(finishedAt().plus(LEAVING));
        if (!present.isEmpty() && (mayStay || !seen.cluster().leftovers())) {
            return new RunDecision.Release(draft.status(), WorkerSet.ids(present));
        }
        return seen.cluster().leftovers() ? new RunDecision.CleanUp(draft.status()) : turn.rest();
    }

    /// Holds the result against what Prometheus counted, once; it changes nothing else.
    private void compareCounts() {
        if (!turn.isReason(LoadTestConditions.PROMETHEUS_AGREES, RunReason.CountPending) || draft.result == null) {
            return;
        }
        boolean late = !seen.now().isBefore(finishedAt().plus(COUNTING));
        long requests = draft.result.requests();
        switch (seen.cluster().count()) {
            case CountView.Counted(long counted) when counted == requests ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, TRUE, RunReason.CountsEqual,
                        "both counted %d requests".formatted(requests));
            case CountView.Counted(long counted) when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, FALSE, RunReason.CountsDiffer,
                        "Prometheus counted %d requests, the workers reported %d".formatted(counted, requests));
            case CountView.Unknown(String message) when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, RunReason.CountUnknown, message);
            case CountView.NotAsked() when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, RunReason.CountUnknown,
                        "Prometheus was not asked");
            default -> {
                // Its last scrape may be to come.
            }
        }
    }

    private Instant finishedAt() {
        return draft.run.finishedAt() == null ? seen.now() : Instant.parse(draft.run.finishedAt());
    }
}
