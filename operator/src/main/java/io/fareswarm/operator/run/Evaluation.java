package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fareswarm.api.Condition;
import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestConditions;

/// Input of one decision: an observation, and values that are derived from it.
///
/// @param before status as last written
record Evaluation(RunObservation seen, RunPlan plan, WorkerSet workers, RunStatus before) {
    static Evaluation of(RunObservation seen) {
        return new Evaluation(seen, RunPlan.of(seen.runSpec()), WorkerSet.of(seen), RunStatus.of(seen));
    }

    Instant now() {
        return seen.now();
    }

    /// The start barrier. The status must contain it.
    Instant barrier() {
        return Instant.parse(Objects.requireNonNull(before.run().startsAt()));
    }

    /// Whole seconds since the start barrier.
    long second() {
        return Duration.between(barrier(), now()).toSeconds();
    }

    /// Instant from which workers start no new requests.
    Instant end() {
        return plan.end(barrier());
    }

    /// Length of the measured time so far, without the warm-up.
    Duration span() {
        return plan.span(before.run(), seen.fleet().measured(), now());
    }

    /// The target at the address that the status contains; empty while it is not ready.
    Optional<TargetView.Ready> target() {
        String url = Objects.requireNonNull(Objects.requireNonNull(before.stage().target()).url());
        return seen.target() instanceof TargetView.Ready ready
                ? Optional.of(new TargetView.Ready(url, ready.modelDigest(), ready.replicas(), ready.route()))
                : Optional.empty();
    }

    /// Whether a worker that sends lacks a change of the load that takes effect from this second.
    ///
    /// @param number how many changes there are with this one
    boolean isRevisionLate(long second, int number) {
        return second() >= second && workers.reporting().stream()
                .anyMatch(worker -> worker.isSending() && worker.revision() < number);
    }

    /// Reason why load on the target is no longer allowed; empty if it is.
    Optional<String> targetRefusal() {
        return seen.target() instanceof TargetView.NotAllowed(String message) ? Optional.of(message) : Optional.empty();
    }

    /// What the run lacks for good, so that it cannot go on; empty if nothing is missing.
    Optional<String> missingObject() {
        return seen.fleet().objects() instanceof ObjectsView.Lost(String message)
                ? Optional.of(message)
                : Optional.empty();
    }

    /// Whether the Secret of the run has to be created again.
    boolean isSecretMissing() {
        return seen.fleet().objects() instanceof ObjectsView.SecretMissing;
    }

    /// Whether `spec.stopRun` or a raised `spec.run` requests an early end of the run.
    boolean isStopRequested() {
        Integer stopRun = seen.test().spec().stopRun();
        return seen.test().spec().run() > seen.run() || (stopRun != null && stopRun == seen.run());
    }

    /// Message about an edit of the spec that the run does not apply, with the remedy; empty without such an edit.
    String editedMessage() {
        return editedMessage(Optional.empty());
    }

    /// @param why reason why the run cannot apply an edit of an editable field; empty without such an edit
    String editedMessage(Optional<String> why) {
        String waiting = seen.edited()
                ? "the spec was edited after the run began%s: raise spec.run to %d to run the edited spec"
                        .formatted(why.map(" (%s)"::formatted).orElse(""), seen.run() + 1)
                : "";
        return Stream.of(waiting, workers.rejectedEdit()).filter(message -> !message.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /// What the target lacks now; empty while it is ready.
    String notReady() {
        return switch (seen.target()) {
            case TargetView.NotReady(String message) -> message;
            case TargetView.Missing(String message, _) -> message;
            case TargetView.NotAllowed _,TargetView.Ready _ -> "";
        };
    }

    /// Whether `spec.startTimeout` has passed since the last change of the condition `WorkersReady`.
    boolean isStartTimeoutOver(RunStatus status) {
        Instant since = status.conditions().find(LoadTestConditions.WORKERS_READY).map(Condition::lastTransitionTime)
                .map(Instant::parse).orElse(now());
        return !now().isBefore(since.plus(Durations.parse(plan.spec().startTimeout())));
    }
}
