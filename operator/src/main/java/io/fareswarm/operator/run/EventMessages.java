package io.fareswarm.operator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.ResourceEvent;

/// The events of a LoadTest: one for each change between two statuses that a user should see; pure.
public final class EventMessages {
    private EventMessages() {}

    /// The events for the difference between two statuses of a LoadTest, in the order in which they happened.
    ///
    /// @param before the earlier status; null for a new LoadTest
    public static List<ResourceEvent> between(@Nullable LoadTestStatus before, LoadTestStatus after) {
        List<ResourceEvent> steps = new ArrayList<>();
        boolean newRun = number(before) != number(after);
        if (newRun || before == null || before.phase() != after.phase()) {
            steps.add(phase(after));
        }
        if (!newRun && lost(after) > lost(before)) {
            steps.add(new ResourceEvent(true, "WorkerLost", message(after, LoadTestConditions.WORKERS_READY)));
        }
        if (!newRun && has(after, RunReason.WorkerQuarantined) && !has(before, RunReason.WorkerQuarantined)) {
            steps.add(new ResourceEvent(true, RunReason.WorkerQuarantined.name(),
                    message(after, LoadTestConditions.WORKERS_READY)));
        }
        if (!newRun && has(after, RunReason.WorkerLeaving) && !has(before, RunReason.WorkerLeaving)) {
            steps.add(new ResourceEvent(false, RunReason.WorkerLeaving.name(),
                    message(after, LoadTestConditions.WORKERS_READY)));
        }
        if (!newRun && replaced(after) > replaced(before)) {
            steps.add(new ResourceEvent(false, "WorkerReplaced", message(after, LoadTestConditions.WORKERS_READY)));
        }
        if (!newRun && edits(after).size() > edits(before).size()) {
            Edit edit = edits(after).getLast();
            steps.add(new ResourceEvent(false, "EditApplied",
                    "run %d: from second %d on: %s".formatted(number(after), edit.second(), edit.change())));
        }
        Optional<String> reasonBefore = find(before, LoadTestConditions.PROMETHEUS_AGREES).map(Condition::reason);
        find(after, LoadTestConditions.PROMETHEUS_AGREES)
                .filter(now -> !now.reason().equals(RunReason.CountPending.name())
                        && !reasonBefore.equals(Optional.of(now.reason())))
                .ifPresent(
                        now -> steps.add(new ResourceEvent(!now.status().equals("True"), now.reason(), now.message())));
        return steps;
    }

    /// Number of lost workers in a status.
    static int lost(@Nullable LoadTestStatus status) {
        return status == null || status.workers() == null ? 0 : status.workers().lost();
    }

    /// Number of replaced workers in a status.
    static int replaced(@Nullable LoadTestStatus status) {
        return status == null || status.workers() == null || status.workers().replaced() == null
                ? 0
                : status.workers().replaced();
    }

    private static List<Edit> edits(@Nullable LoadTestStatus status) {
        return status == null || status.run() == null ? List.of() : status.run().allEdits();
    }

    /// Whether the condition `WorkersReady` has a reason.
    private static boolean has(@Nullable LoadTestStatus status, RunReason reason) {
        return find(status, LoadTestConditions.WORKERS_READY).filter(one -> one.reason().equals(reason.name()))
                .isPresent();
    }

    private static int number(@Nullable LoadTestStatus status) {
        return status == null || status.run() == null ? 0 : status.run().number();
    }

    private static ResourceEvent phase(LoadTestStatus status) {
        int run = number(status);
        return switch (Objects.requireNonNullElse(status.phase(), Phase.Pending)) {
            case Pending -> new ResourceEvent(false, "Pending", "run %d: %s".formatted(run,
                    message(status, LoadTestConditions.PROGRESSING)));
            case Preparing -> {
                int workers = status.workers() == null ? 0 : status.workers().desired();
                yield new ResourceEvent(false, "Preparing",
                        "run %d: %d %s starting".formatted(run, workers, workers == 1 ? "worker is" : "workers are"));
            }
            case Running -> new ResourceEvent(false, "Running", "run %d: all workers started".formatted(run));
            case Finishing ->
                new ResourceEvent(false, "Finishing",
                        "run %d: no new requests, those in flight continue".formatted(run));
            case Finished -> new ResourceEvent(status.verdict() != Verdict.Passed, String.valueOf(status.verdict()),
                    "run %d: %s".formatted(run, ending(status)));
            case Error -> new ResourceEvent(true, "Error", "run %d: %s".formatted(run,
                    message(status, LoadTestConditions.COMPLETE)));
        };
    }

    private static String ending(LoadTestStatus status) {
        String why = message(status, LoadTestConditions.THRESHOLDS_PASSED);
        long requests = status.result() == null ? 0 : status.result().requests();
        return "%d requests%s".formatted(requests, why.isEmpty() ? "" : ", " + why);
    }

    private static Optional<Condition> find(@Nullable LoadTestStatus status, String type) {
        return status == null ? Optional.empty() : Conditions.find(status.conditions(), type);
    }

    private static String message(LoadTestStatus status, String type) {
        return Conditions.message(status.conditions(), type).orElse("");
    }
}
