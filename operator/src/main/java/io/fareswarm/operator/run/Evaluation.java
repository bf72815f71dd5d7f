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

/// The facts behind one decision: the observation, and what follows from it alone.
///
/// @param before the status as it was last written
record Evaluation(RunObservation seen, RunPlan plan, WorkerSet workers, RunStatus before) {
    static Evaluation of(RunObservation seen) {
        return new Evaluation(seen, RunPlan.of(seen.runSpec()), WorkerSet.of(seen), RunStatus.of(seen));
    }

    Instant now() {
        return seen.now();
    }

    /// The start barrier, once it is set.
    Instant barrier() {
        return Instant.parse(Objects.requireNonNull(before.run().startsAt()));
    }

    /// Whole seconds since the start barrier.
    long second() {
        return Duration.between(barrier(), now()).toSeconds();
    }

    /// When no new request starts any more.
    Instant end() {
        return plan.end(barrier());
    }

    /// The measured time so far.
    Duration span() {
        return plan.span(before.run(), seen.fleet().measured(), now());
    }

    /// The address under load, once it is known.
    String url() {
        return Objects.requireNonNull(Objects.requireNonNull(before.stage().target()).url());
    }

    /// Whether the run should end before its time.
    boolean isStopRequested() {
        Integer stopRun = seen.spec().stopRun();
        return seen.spec().run() > seen.run() || (stopRun != null && stopRun == seen.run());
    }

    /// What to do about an edit of the spec that the run does not apply, and which edits workers rejected; empty without any.
    String editedMessage() {
        return editedMessage(Optional.empty());
    }

    /// @param why the run cannot apply an edit that it could apply in general
    String editedMessage(Optional<String> why) {
        String waiting = seen.edited()
                ? "the spec was edited after the run began%s: raise spec.run to %d to run the edited spec"
                        .formatted(why.map(" (%s)"::formatted).orElse(""), seen.run() + 1)
                : "";
        return Stream.of(waiting, workers.rejectedEdit()).filter(message -> !message.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /// Whether as much time has passed as workers may take to start, since they became ready or stopped being it.
    boolean isStartTimeoutOver(RunStatus status) {
        Instant since = status.conditions().find(LoadTestConditions.WORKERS_READY).map(Condition::lastTransitionTime)
                .map(Instant::parse).orElse(now());
        return !now().isBefore(since.plus(Durations.parse(plan.spec().startTimeout())));
    }
}
