package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.operator.run.RunDecision.NoAction;
import io.fareswarm.operator.run.RunDecision.StopWorkers;
import io.fareswarm.operator.run.RunDecision.StoreLostReports;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// A run from its start until its last report is read.
record ActiveRun(Evaluation facts) {
    /// How long after the graceful stop a worker may take to report its total.
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(10);

    RunDecision running() {
        WorkerSet workers = facts.workers();
        if (!workers.notStored().isEmpty()) {
            return storeLostReports();
        }
        RunStatus counted = WorkerLosses.in(facts, facts.before(), facts.span(), false);
        Takeover takeover = Takeover.of(facts);
        if (workers.unfinished().isEmpty() && (facts.isStopRequested() || !takeover.isPossible(counted))) {
            return allReported().finish(facts, counted);
        }
        MeasuredStatus figures = MeasuredStatus.soFar(facts);
        RunStatus measured = counted.with(figures.outcome());
        if (facts.isStopRequested()) {
            return stop(measured, RunReason.StopRequested, "requests in flight end");
        }
        Optional<String> failedWindow = figures.judgement().abort();
        if (failedWindow.isPresent()) {
            return stop(measured, RunReason.ThresholdFailed, failedWindow.get());
        }
        if (!facts.now().isBefore(facts.end())) {
            return new NoAction(finishing(measured, measured.run(), RunReason.Finishing, "requests in flight end")
                    .toStatus());
        }
        SpecEdits edits = new SpecEdits(facts);
        RunStatus status = measured.with(LoadTestConditions.PROGRESSING, TRUE, RunReason.Running, edits.message());
        return takeover.takeOver(status).or(() -> edits.decide(status)).or(() -> takeover.create(status))
                .orElseGet(() -> new NoAction(status.toStatus()));
    }

    RunDecision finishing() {
        WorkerSet workers = facts.workers();
        if (!workers.notStored().isEmpty()) {
            return storeLostReports();
        }
        RunStatus counted = WorkerLosses.in(facts, facts.before(), facts.span(), false);
        String stoppedAt = counted.run().stoppedAt();
        Instant end = stoppedAt == null ? facts.end() : Instant.parse(stoppedAt);
        if (workers.unfinished().isEmpty()
                || end.plus(facts.plan().gracefulStop()).plus(TOTAL_TIMEOUT).isBefore(facts.now())) {
            return (stoppedAt == null ? durationElapsed() : stopped()).finish(facts, counted);
        }
        RunStatus status = counted.with(MeasuredStatus.soFar(facts).outcome());
        List<WorkerView> sending = workers.unfinished().stream()
                .filter(worker -> !worker.hasReached(WorkerState.Draining)).toList();
        return stoppedAt == null || sending.isEmpty()
                ? new NoAction(status.toStatus())
                : new StopWorkers(status.toStatus(), WorkerSet.ids(sending));
    }

    private RunDecision stop(RunStatus status, RunReason reason, String message) {
        Run stopped = status.run().withStoppedAt(facts.now().toString());
        return new StopWorkers(finishing(status, stopped, reason, message).toStatus(),
                WorkerSet.ids(facts.workers().unfinished()));
    }

    private static RunStatus finishing(RunStatus status, Run run, RunReason reason, String message) {
        return status.with(Phase.Finishing, run).with(LoadTestConditions.PROGRESSING, TRUE, reason, message);
    }

    /// The lost workers' reports are stored first; the next status counts the workers as lost.
    private RunDecision storeLostReports() {
        return new StoreLostReports(facts.before().toStatus(), WorkerSet.ids(facts.workers().notStored()));
    }

    /// The end of a run of which no worker has anything more to report.
    private Conclusion allReported() {
        if (facts.workers().present() == 0) {
            return new Conclusion(RunReason.AllWorkersLost, "no worker is left");
        }
        return new Conclusion(facts.plan().spec().requests() == null
                ? RunReason.DurationElapsed
                : RunReason.RequestsCompleted, "");
    }

    private Conclusion durationElapsed() {
        return new Conclusion(RunReason.DurationElapsed, facts.plan().spec().requests() == null
                ? ""
                : "the requests did not all start within %dh".formatted(RunPlan.MAX_DURATION.toHours()));
    }

    /// The end of a run that a failed threshold or a request stopped.
    private Conclusion stopped() {
        return facts.before().conditions().find(LoadTestConditions.PROGRESSING, RunReason.ThresholdFailed)
                .map(Condition::message).map(window -> new Conclusion(RunReason.ThresholdFailed, window))
                .orElseGet(() -> new Conclusion(RunReason.StopRequested,
                        "the run was stopped early, its result so far is stored"));
    }
}
