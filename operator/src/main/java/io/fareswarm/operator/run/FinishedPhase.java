package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.RunDecision.CleanUp;
import io.fareswarm.operator.run.RunDecision.ReleaseWorkers;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// Decision logic for a run that is over: workers exit, the result is compared with Prometheus, and the run's objects are
/// deleted.
record FinishedPhase(Evaluation facts) {
    /// Time after the end of a run in which workers exit by themselves. Then their objects are deleted. A worker waits up to
    /// 30 s for its last scrape.
    private static final Duration EXIT_TIMEOUT = Duration.ofMinutes(1);
    /// Time after the end of a run in which Prometheus scrapes and serves the last counts. Then a missing or different count
    /// is final.
    private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(90);

    RunDecision decide() {
        RunStatus status = compareCounts(reportEdit(facts.before()));
        boolean hasLeftovers = facts.seen().cluster().leftovers();
        List<WorkerView> alive = facts.seen().fleet().workers().stream().filter(worker -> worker.ended() == null)
                .toList();
        boolean mayExit = status.phase() == Phase.Finished && isWithin(EXIT_TIMEOUT);
        if (!alive.isEmpty() && (mayExit || !hasLeftovers)) {
            return new ReleaseWorkers(status.toStatus(), WorkerSet.ids(alive));
        }
        return hasLeftovers ? new CleanUp(status.toStatus()) : status.noAction();
    }

    /// Sets the reason of `Progressing` to `SpecEdited` after an edit of the spec, and back to the run's own reason when the
    /// edit is reverted.
    private RunStatus reportEdit(RunStatus status) {
        Long observed = Objects.requireNonNull(facts.seen().test().status()).observedGeneration();
        if (observed != null && observed == facts.seen().test().generation()) {
            return status;
        }
        if (facts.seen().edited()) {
            return status.with(LoadTestConditions.PROGRESSING, FALSE, RunReason.SpecEdited, facts.editedMessage());
        }
        return status.conditions().find(LoadTestConditions.COMPLETE)
                .filter(_ -> status.hasReason(LoadTestConditions.PROGRESSING, RunReason.SpecEdited))
                .map(end -> status.with(LoadTestConditions.PROGRESSING, FALSE, RunReason.valueOf(end.reason()),
                        end.message()))
                .orElse(status);
    }

    /// Compares the number of requests with that of Prometheus, unless that has been done.
    private RunStatus compareCounts(RunStatus status) {
        if (!status.hasReason(LoadTestConditions.PROMETHEUS_AGREES, RunReason.CountPending)
                || status.outcome().result() == null) {
            return status;
        }
        long requests = status.outcome().result().requests();
        CountView count = facts.seen().cluster().count();
        if (count.equals(new CountView.Counted(requests))) {
            return status.with(LoadTestConditions.PROMETHEUS_AGREES, TRUE, RunReason.CountsEqual,
                    "Prometheus and the workers counted %d requests".formatted(requests));
        }
        if (isWithin(COUNT_TIMEOUT)) {
            return status; // The last scrape may be missing.
        }
        return switch (count) {
            case CountView.Counted(long counted) ->
                status.with(LoadTestConditions.PROMETHEUS_AGREES, FALSE, RunReason.CountsDiffer,
                        "Prometheus counted %d requests, the workers reported %d".formatted(counted, requests));
            case CountView.Unknown(String message) ->
                status.with(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, RunReason.CountUnknown, message);
            case CountView.NoPrometheus _,CountView.NotQueried _ -> status.with(LoadTestConditions.PROMETHEUS_AGREES,
                    UNKNOWN, RunReason.CountUnknown, "Prometheus was not queried");
        };
    }

    private boolean isWithin(Duration time) {
        String finishedAt = facts.before().run().finishedAt();
        return finishedAt == null || facts.now().isBefore(Instant.parse(finishedAt).plus(time));
    }
}
