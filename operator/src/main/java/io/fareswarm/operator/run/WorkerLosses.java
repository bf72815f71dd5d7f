package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;

/// Losses of a run for its status: the lost workers with the reasons, their replacements, and the lost seconds.
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
        if (lost == 0) {
            return status.hasReason(LoadTestConditions.WORKERS_READY, RunReason.WorkerLost)
                    || status.hasReason(LoadTestConditions.WORKERS_READY, RunReason.WorkerQuarantined)
                            ? counted.withWorkersReady(true, RunReason.AllReady, "")
                            : counted;
        }
        boolean isReplaced = workers.present() == workers.desired();
        return counted.withWorkersReady(isReplaced, isReplaced ? RunReason.WorkerReplaced : RunReason.WorkerLost,
                message(workers, seconds));
    }

    private static String message(WorkerSet workers, long seconds) {
        List<String> parts = new ArrayList<>();
        if (workers.unseen() > 0) {
            parts.add("workers never seen: %d".formatted(workers.unseen()));
        }
        workers.indexes().stream().flatMap(index -> index.lost().stream().map(worker -> loss(index, worker)))
                .limit(SHOWN).forEach(parts::add);
        if (workers.lost().size() > SHOWN) {
            parts.add("and %d more".formatted(workers.lost().size() - SHOWN));
        }
        if (seconds > 0) {
            parts.add("%d worker-seconds are lost".formatted(seconds));
        }
        return String.join("; ", parts);
    }

    private static String loss(WorkerIndex index, WorkerView lost) {
        String loss = "worker %d: %s".formatted(index.index(), lost.lossReason(index.now()));
        return index.successor(lost).map(next -> loss + ", replaced from second " + next.firstSecond() + " on")
                .orElse(loss);
    }
}
