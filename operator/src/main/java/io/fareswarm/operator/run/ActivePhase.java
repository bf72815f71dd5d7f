package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.run.RunDecision.KillWorkers;
import io.fareswarm.operator.run.RunDecision.ReleaseWorkers;
import io.fareswarm.operator.run.RunDecision.RestoreSecret;
import io.fareswarm.operator.run.RunDecision.Revise;
import io.fareswarm.operator.run.RunDecision.StopWorkers;
import io.fareswarm.operator.run.RunDecision.StoreProgress;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.WorkerState;

/// Decision logic for a run from its start until the operator has read the last report: the phases Running and Finishing.
record ActivePhase(Evaluation facts) {
    /// Time after the graceful stop within which a worker has to report its total.
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(10);

    RunDecision decide() {
        // Reports are stored before the status counts their workers as lost, and before a worker that left exits, so that
        // they survive the operator.
        List<WorkerView> notStored = Stream.concat(facts.workers().lost().stream(), facts.workers().left().stream())
                .filter(worker -> !worker.reports().stored()).distinct().toList();
        if (!notStored.isEmpty()) {
            return new StoreProgress(facts.before().toStatus(), WorkerSet.ids(notStored));
        }
        if (facts.isSecretMissing()) {
            return new RestoreSecret(facts.before().toStatus());
        }
        Optional<String> missing = facts.missingObject()
                .filter(_ -> facts.workers().unfinished().isEmpty()
                        && facts.workers().present() < facts.workers().desired());
        if (missing.isPresent()) {
            return new RunEnd(RunReason.AllWorkersLost, missing.get()).finish(facts, facts.before());
        }
        RunStatus status = WorkerLosses.in(facts, facts.before(), facts.span(), false);
        return status.phase() == Phase.Running ? running(status) : finishing(status);
    }

    private RunDecision running(RunStatus status) {
        Takeover takeover = Takeover.of(facts);
        if (facts.workers().unfinished().isEmpty() && (facts.isStopRequested() || !takeover.isPossible(status))) {
            return allReported().finish(facts, status);
        }
        RunFigures figures = RunFigures.soFar(facts);
        RunStatus measured = status.with(figures.outcome());
        Optional<String> failedWindow = figures.abort();
        if (facts.isStopRequested()) {
            return stop(facts,
                    measured.withProgressing(RunReason.StopRequested, "no new requests, those in flight continue"));
        }
        Optional<String> refusal = facts.targetRefusal();
        if (refusal.isPresent()) {
            return stop(facts, measured.withProgressing(RunReason.TargetRejected, refusal.get()));
        }
        if (failedWindow.isPresent()) {
            return stop(facts, measured.withProgressing(RunReason.ThresholdFailed, failedWindow.get()));
        }
        if (!facts.now().isBefore(facts.end())) {
            return measured.with(Phase.Finishing, measured.run())
                    .withProgressing(RunReason.Finishing, "no new requests, those in flight continue").noAction();
        }
        SpecEdits edits = new SpecEdits(facts);
        RunStatus going = measured.withProgressing(RunReason.Running, edits.message());
        return takeover.takeOver(going).or(() -> killQuarantined(going)).or(() -> revise(going))
                .or(() -> figures.search().flatMap(search -> search.decide(going)))
                .or(() -> edits.decide(going))
                .or(() -> release(going)).or(() -> storeSeries(going)).or(() -> takeover.create(going))
                .orElseGet(going::noAction);
    }

    /// Sends the applied changes of the load to the workers that lack some.
    private Optional<RunDecision> revise(RunStatus status) {
        LoadRevision revision = facts.plan().revision(facts.seen());
        List<WorkerView> outdated = facts.workers().reporting().stream()
                .filter(worker -> worker.isSending() && worker.responses().rejection() == null
                        && worker.revision() < revision.number())
                .toList();
        return outdated.isEmpty()
                ? Optional.empty()
                : Optional.of(new Revise(status.toStatus(), revision, WorkerSet.ids(outdated)));
    }

    private Optional<RunDecision> storeSeries(RunStatus status) {
        return facts.seen().cluster().seriesDue()
                ? Optional.of(new StoreProgress(status.toStatus(), List.of()))
                : Optional.empty();
    }

    /// Releases workers that have left.
    private Optional<RunDecision> release(RunStatus status) {
        List<WorkerView> releasable = facts.workers().releasable();
        return releasable.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReleaseWorkers(status.toStatus(), WorkerSet.ids(releasable)));
    }

    private Optional<RunDecision> killQuarantined(RunStatus status) {
        List<WorkerView> quarantined = facts.workers().quarantined();
        return quarantined.isEmpty()
                ? Optional.empty()
                : Optional.of(new KillWorkers(status.toStatus(), WorkerSet.ids(quarantined)));
    }

    /// Ends the load of a run early.
    static RunDecision stop(Evaluation facts, RunStatus status) {
        return new StopWorkers(
                status.with(Phase.Finishing, status.run().withStoppedAt(facts.now().toString())).toStatus(),
                WorkerSet.ids(facts.workers().unfinished()));
    }

    private RunDecision finishing(RunStatus status) {
        List<WorkerView> unfinished = facts.workers().unfinished();
        String stoppedAt = status.run().stoppedAt();
        Instant end = stoppedAt == null ? facts.end() : Instant.parse(stoppedAt);
        if (unfinished.isEmpty() || end.plus(facts.plan().gracefulStop()).plus(TOTAL_TIMEOUT).isBefore(facts.now())) {
            return (stoppedAt == null ? durationElapsed() : stopped()).finish(facts, status);
        }
        RunStatus measured = status.with(RunFigures.soFar(facts).outcome());
        List<WorkerView> sending = unfinished.stream().filter(worker -> !worker.hasReached(WorkerState.Draining))
                .toList();
        return stoppedAt == null || sending.isEmpty()
                ? release(measured).orElseGet(measured::noAction)
                : new StopWorkers(measured.toStatus(), WorkerSet.ids(sending));
    }

    /// RunEnd of a run whose workers have reported everything or are lost.
    private RunEnd allReported() {
        if (facts.workers().present() == 0) {
            return new RunEnd(RunReason.AllWorkersLost, "no worker is left");
        }
        return new RunEnd(facts.plan().spec().requests() == null
                ? RunReason.DurationElapsed
                : RunReason.RequestsCompleted, "");
    }

    private RunEnd durationElapsed() {
        return new RunEnd(RunReason.DurationElapsed, facts.plan().spec().requests() == null
                ? ""
                : "not all requests started within %dh".formatted(RunPlan.MAX_DURATION.toHours()));
    }

    /// RunEnd of a run that a completed search, a failed threshold, a target that is no longer allowed or a stop request ended early.
    private RunEnd stopped() {
        if (facts.before().hasReason(LoadTestConditions.PROGRESSING, RunReason.SearchCompleted)) {
            return new RunEnd(RunReason.SearchCompleted, "");
        }
        return Stream.of(RunReason.ThresholdFailed, RunReason.TargetRejected)
                .flatMap(reason -> facts.before().conditions().find(LoadTestConditions.PROGRESSING, reason)
                        .map(Condition::message).map(message -> new RunEnd(reason, message)).stream())
                .findFirst()
                .orElseGet(() -> new RunEnd(RunReason.StopRequested,
                        "the run was stopped early, its result so far is stored"));
    }
}
