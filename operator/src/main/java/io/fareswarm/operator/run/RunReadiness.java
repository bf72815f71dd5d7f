package io.fareswarm.operator.run;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.Readiness;
import io.fareswarm.operator.conditions.Readiness.State;

/// Readiness of a LoadTest and its condition Passed, derived from the phase, the verdict and the other conditions; pure. A
/// run in progress is Reconciling, one that passed is Ready, and any other end is Stalled.
final class RunReadiness {
    private RunReadiness() {}

    /// The conditions of a status, with those of its readiness, and with Passed.
    static Conditions in(RunStatus status) {
        Readiness readiness = of(status);
        return readiness.in(status.conditions()).with(LoadTestConditions.PASSED, readiness.status(),
                readiness.reason(), readiness.message());
    }

    private static Readiness of(RunStatus status) {
        return switch (status.phase()) {
            case Pending, Preparing, Running, Finishing -> new Readiness(State.RECONCILING,
                    status.conditions().find(LoadTestConditions.PROGRESSING)
                            .map(Condition::reason).orElse(RunReason.Preparing.name()),
                    joined(message(status, LoadTestConditions.PROGRESSING), obstacle(status)));
            case Finished -> {
                Verdict verdict = Objects.requireNonNullElse(status.outcome().verdict(), Verdict.Invalid);
                yield new Readiness(verdict == Verdict.Passed ? State.READY : State.STALLED, verdict.name(),
                        joined(message(status, LoadTestConditions.THRESHOLDS_PASSED), edited(status)));
            }
            case Error -> new Readiness(State.STALLED, Phase.Error.name(),
                    joined(message(status, LoadTestConditions.COMPLETE), edited(status)));
        };
    }

    /// Why workers are not ready before the start; empty otherwise.
    private static String obstacle(RunStatus status) {
        return status.phase() == Phase.Preparing && status.conditions().hasStatus(LoadTestConditions.WORKERS_READY,
                Conditions.FALSE) ? message(status, LoadTestConditions.WORKERS_READY) : "";
    }

    /// The message about an edit of the spec after the run; empty without one.
    private static String edited(RunStatus status) {
        return status.hasReason(LoadTestConditions.PROGRESSING, RunReason.SpecEdited)
                ? message(status, LoadTestConditions.PROGRESSING)
                : "";
    }

    private static String message(RunStatus status, String type) {
        return status.conditions().find(type).map(Condition::message).orElse("");
    }

    private static String joined(String... messages) {
        return Stream.of(messages).filter(message -> !message.isEmpty()).collect(Collectors.joining("; "));
    }
}
