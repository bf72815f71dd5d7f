package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.operator.conditions.Conditions;

/// One decision in the making: what is seen, what follows from it alone, and the status so far.
record Evaluation(RunObservation seen, RunPlan plan, WorkerSet crew, StatusDraft draft) {

    static Evaluation of(RunObservation seen, StatusDraft draft) {
        return new Evaluation(seen, RunPlan.of(seen.runSpec()), WorkerSet.of(seen), draft);
    }

    Instant now() {
        return seen.now();
    }

    /// The start barrier, once it is set.
    Instant barrier() {
        return Instant.parse(Objects.requireNonNull(draft.run.startsAt()));
    }

    /// The second of the run, from its barrier.
    long second() {
        return Duration.between(barrier(), now()).toSeconds();
    }

    /// When nothing new starts any more.
    Instant end() {
        return plan.end(barrier());
    }

    /// The address that is swarmed, once it is known.
    String url() {
        return Objects.requireNonNull(Objects.requireNonNull(draft.target).url());
    }

    /// Whether the run is to end before its time.
    boolean isStopRequested() {
        Integer stopRun = seen.spec().stopRun();
        return seen.spec().run() > seen.run() || (stopRun != null && stopRun == seen.run());
    }

    /// What an edit of the spec waits for that the run does not take up; empty without one.
    String editedMessage() {
        return editedMessage(Optional.empty());
    }

    /// @param why it is not taken up although it could be
    String editedMessage(Optional<String> why) {
        return seen.edited()
                ? "the spec was edited after the run began%s: raise spec.run to %d to run it"
                        .formatted(why.map(" (%s)"::formatted).orElse(""), seen.run() + 1)
                : "";
    }

    /// Whether a condition has a reason.
    boolean isReason(String type, RunReason reason) {
        return Conditions.find(draft.conditions.list(), type, reason).isPresent();
    }

    /// Since when the workers are ready, or are not.
    Instant workersSince() {
        return Conditions.find(draft.conditions.list(), LoadTestConditions.WORKERS_READY)
                .map(Condition::lastTransitionTime).map(Instant::parse).orElse(now());
    }

    /// The figures so far.
    ///
    /// @return the window of a threshold that ends the run, in words
    Optional<String> measure() {
        return MeasuredStatus.soFar(draft, plan, crew, seen.measured(), now());
    }

    /// The decision that changes nothing but the status.
    RunDecision rest() {
        return new RunDecision.Rest(draft.status());
    }
}
