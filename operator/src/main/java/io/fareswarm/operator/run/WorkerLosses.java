package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;

/// Losses of a run for its status: the lost and leaving workers with the reasons, their replacements, and the lost seconds.
final class WorkerLosses {
    /// Maximum number of lost workers in a message.
    private static final int SHOWN = 5;

    private WorkerLosses() {}

    /// The status with the losses added.
    ///
    /// @param span length of the measured time
    /// @param over whether the run is over, so that every missing second is lost
    static RunStatus in(Evaluation facts, RunStatus status, Duration span, boolean over) {
        WorkerSet workers = facts.workers();
        long seconds = workers.lostSeconds(span, facts.plan().warmup(), over);
        int lost = workers.lost().size() + workers.unseen();
        RunStatus counted = status.with(
                new WorkersStatus(workers.desired(), workers.present(), lost, workers.replaced(), seconds));
        if (lost == 0 && !workers.quarantined().isEmpty()) {
            return counted.withWorkersReady(true, RunReason.WorkerQuarantined, workers.quarantineMessage());
        }
        boolean isLeaving = workers.indexes().stream().anyMatch(index -> index.leaving().isPresent());
        if (lost > 0 || isLeaving || workers.replaced() > 0) {
            boolean isReplaced = workers.present() == workers.desired();
            RunReason reason = !isReplaced
                    ? RunReason.WorkerLost
                    : isLeaving ? RunReason.WorkerLeaving : RunReason.WorkerReplaced;
            return counted.withWorkersReady(isReplaced, reason, message(workers, seconds));
        }
        return Stream.of(RunReason.WorkerLost, RunReason.WorkerQuarantined, RunReason.WorkerLeaving)
                .anyMatch(reason -> status.hasReason(LoadTestConditions.WORKERS_READY, reason))
                        ? counted.withWorkersReady(true, RunReason.AllReady, "")
                        : counted;
    }

    private static String message(WorkerSet workers, long seconds) {
        List<String> parts = new ArrayList<>();
        if (workers.unseen() > 0) {
            parts.add("workers never seen: %d".formatted(workers.unseen()));
        }
        List<String> each = workers.indexes().stream().flatMap(WorkerLosses::parts).toList();
        each.stream().limit(SHOWN).forEach(parts::add);
        if (each.size() > SHOWN) {
            parts.add("and %d more".formatted(each.size() - SHOWN));
        }
        if (seconds > 0) {
            parts.add("%d worker-seconds are lost".formatted(seconds));
        }
        return String.join("; ", parts);
    }

    private static Stream<String> parts(WorkerIndex index) {
        Stream<String> past = Stream.concat(
                index.lost().stream().map(worker -> part(index, worker, String.valueOf(index.lossReason(worker)))),
                index.handedOver().stream().map(worker -> part(index, worker, "left")));
        return Stream.concat(past, index.leaving().filter(worker -> !worker.hasLeft()).map(
                _ -> "worker %d: is leaving, and sends until another worker takes over".formatted(index.index()))
                .stream());
    }

    private static String part(WorkerIndex index, WorkerView worker, String reason) {
        String part = "worker %d: %s".formatted(index.index(), reason);
        return index.successor(worker).map(next -> part + ", replaced from second " + next.firstSecond() + " on")
                .orElse(part);
    }
}
