package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.run.RunDecision.AssignSlices;
import io.fareswarm.operator.run.RunDecision.CreateWorkers;
import io.fareswarm.operator.run.RunDecision.KillWorkers;
import io.fareswarm.operator.run.RunDecision.RestoreSecret;
import io.fareswarm.operator.run.RunDecision.StartWorkers;
import io.fareswarm.operator.run.RunStatus.Stage;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// Decision logic for a run before its start: it waits for the target, creates workers, assigns their slices and sets the
/// start barrier.
record PreparingPhase(Evaluation facts) {
    /// Time from the decision to start until the start barrier. The barrier has to reach every worker within it, even on a
    /// busy node.
    static final Duration LEAD = Duration.ofSeconds(2);

    private static final RunEnd STOPPED = new RunEnd(RunReason.StopRequested,
            "the run was stopped before its start");

    RunDecision pending() {
        RunStatus status = facts.before().with(new WorkersStatus(facts.workers().desired(), 0))
                .with(LoadTestConditions.COMPLETE, FALSE, RunReason.Preparing, "");
        if (facts.isStopRequested()) {
            return STOPPED.finish(facts, status);
        }
        return switch (facts.seen().target()) {
            case TargetView.NotAllowed(String message) ->
                new RunEnd(RunReason.TargetRejected, message).fail(facts, status);
            case TargetView.Missing missing -> missingModel(status, missing);
            case TargetView.NotReady(String message) ->
                status.withoutWorkersReady().withProgressing(RunReason.TargetNotReady, message).noAction();
            case TargetView.Ready target -> begin(status, target);
        };
    }

    private RunDecision begin(RunStatus status, TargetView.Ready target) {
        return switch (facts.seen().cluster().limits().admission()) {
            case Admission.Queued(String message) ->
                status.withoutWorkersReady().withProgressing(RunReason.Queued, message).noAction();
            case Admission.TooLarge(String message) ->
                new RunEnd(RunReason.LimitExceeded, message).fail(facts, status);
            case Admission.Admitted() -> new CreateWorkers(
                    status.with(new Stage(Phase.Preparing, status.run(),
                            new TargetStatus(target.url(), target.modelDigest(), target.replicas())))
                            .withProgressing(RunReason.Preparing, "workers are starting")
                            .withWorkersReady(false, RunReason.WorkersStarting, "").toStatus(),
                    facts.workers().missing());
        };
    }

    /// Waits until the start timeout for a FareModel that does not exist. The condition WorkersReady has the instant since
    /// which it is missing, so that the time counts again when the FareModel was there in between.
    private RunDecision missingModel(RunStatus status, TargetView.Missing missing) {
        String message = missing.message() + missing.hint();
        RunStatus waiting = status.with(LoadTestConditions.WORKERS_READY, UNKNOWN, RunReason.ModelMissing, message)
                .withProgressing(RunReason.ModelMissing, message);
        return facts.isStartTimeoutOver(waiting)
                ? new RunEnd(RunReason.ModelMissing,
                        "%s, and was not created within %s%s: create it, or correct spec.target.model, and raise spec.run to %d"
                                .formatted(missing.message(), facts.plan().spec().startTimeout(), missing.hint(),
                                        facts.seen().run() + 1))
                        .fail(facts, waiting)
                : waiting.noAction();
    }

    RunDecision preparing() {
        WorkerSet workers = facts.workers();
        RunStatus counted = facts.before().with(new WorkersStatus(workers.desired(), workers.ready()));
        List<WorkerView> quarantined = workers.quarantined();
        RunReason waiting = quarantined.isEmpty() ? RunReason.WorkersStarting : RunReason.WorkerQuarantined;
        RunStatus status = workers.isReady() ? counted : counted.withWorkersReady(false, waiting, problems());
        if (facts.isStopRequested()) {
            return STOPPED.finish(facts, status);
        }
        if (status.run().startsAt() != null && workers.unstarted().size() < workers.current().size()) {
            return start(status);
        }
        if (facts.isSecretMissing()) {
            return new RestoreSecret(status.toStatus());
        }
        RunStatus next = isBarrierMissed() ? status.with(Phase.Preparing, status.run().withStartsAt(null)) : status;
        Optional<RunEnd> failure = missingObject().or(this::targetRefusal).or(this::rejection)
                .or(this::retriesExhausted)
                .or(() -> timeout(next));
        if (failure.isPresent()) {
            return failure.get().fail(facts, next);
        }
        if (!quarantined.isEmpty()) {
            return new KillWorkers(next.toStatus(), WorkerSet.ids(quarantined));
        }
        if (!workers.missing().isEmpty()) {
            return new CreateWorkers(next.toStatus(), workers.missing());
        }
        return workers.isReady()
                ? assign(next.withWorkersReady(true, RunReason.AllReady, ""))
                : next.noAction();
    }

    /// Whether the start barrier has passed without a start, and a worker is no longer ready. A new barrier is necessary
    /// then.
    private boolean isBarrierMissed() {
        return !facts.workers().isReady() && facts.before().run().startsAt() != null
                && facts.barrier().plus(ActivePhase.TOTAL_TIMEOUT).isBefore(facts.now());
    }

    private Optional<RunEnd> missingObject() {
        return facts.missingObject().map(message -> new RunEnd(RunReason.WorkersFailed, message));
    }

    private Optional<RunEnd> targetRefusal() {
        return facts.targetRefusal().map(message -> new RunEnd(RunReason.TargetRejected, message));
    }

    private Optional<RunEnd> rejection() {
        return facts.workers().current().stream().filter(worker -> worker.responses().rejection() != null).findFirst()
                .map(worker -> new RunEnd(RunReason.SliceRejected,
                        "worker %d: %s".formatted(worker.index(), worker.responses().rejection())));
    }

    private Optional<RunEnd> retriesExhausted() {
        return facts.workers().indexes().stream().map(WorkerIndex::lastFailed).flatMap(Optional::stream).findFirst()
                .map(worker -> new RunEnd(RunReason.WorkersFailed,
                        "worker %d ended %d times before the start, the last time: %s".formatted(worker.index(),
                                WorkerIndex.MAX_ATTEMPTS, worker.quarantine().orElse(worker.ended()))));
    }

    private Optional<RunEnd> timeout(RunStatus status) {
        if (!facts.isStartTimeoutOver(status)) {
            return Optional.empty();
        }
        String expected = "expected %d ready workers within %s, found %d".formatted(facts.workers().desired(),
                facts.plan().spec().startTimeout(), facts.workers().ready());
        return Optional.of(new RunEnd(RunReason.StartTimeout,
                problems().isEmpty() ? expected : expected + ": " + problems()));
    }

    /// Assigns slices to the workers without one, or else sets the start barrier. The status contains the barrier before any
    /// worker receives it, so that a restarted operator uses the same one.
    private RunDecision assign(RunStatus status) {
        List<WorkerView> without = facts.workers().current().stream()
                .filter(worker -> !worker.hasSliceOf(facts.seen().runId())).toList();
        if (!without.isEmpty()) {
            return facts.target().<RunDecision>map(target -> new AssignSlices(status.toStatus(),
                    without.stream().collect(Collectors.toMap(WorkerView::id,
                            worker -> facts.plan().slice(facts.seen(), worker, target, 0, 0)))))
                    .orElseGet(() -> status.withProgressing(RunReason.TargetNotReady, facts.notReady()).noAction());
        }
        if (status.run().startsAt() != null && facts.now().isBefore(facts.barrier())) {
            return sendBarrier(status);
        }
        return status.with(Phase.Preparing, status.run().withStartsAt(facts.now().plus(LEAD).toString()))
                .withProgressing(RunReason.Preparing, "the start is scheduled").noAction();
    }

    /// Starts a run in which at least one worker has received the start barrier. A worker that receives it late starts late,
    /// like a replacement.
    private RunDecision start(RunStatus status) {
        return facts.now().isBefore(facts.barrier())
                ? sendBarrier(status)
                : status.with(Phase.Running, status.run().withStartedAt(facts.barrier().toString()))
                        .withProgressing(RunReason.Running, facts.editedMessage())
                        .withoutJudgement("the run is not over").noAction();
    }

    private RunDecision sendBarrier(RunStatus status) {
        List<String> unstarted = WorkerSet.ids(facts.workers().unstarted());
        return unstarted.isEmpty()
                ? status.noAction()
                : new StartWorkers(status.toStatus(), facts.barrier(), unstarted);
    }

    /// Why workers are not ready; empty when no reason is known.
    private String problems() {
        return Stream.of(facts.seen().cluster().obstacle(), facts.workers().problems())
                .filter(problem -> problem != null && !problem.isEmpty()).collect(Collectors.joining("; "));
    }
}
