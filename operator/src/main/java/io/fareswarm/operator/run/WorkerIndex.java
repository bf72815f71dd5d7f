package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;

/// All workers of one worker index, past and present. The share of index w of W is the users and arrivals k with k mod W =
/// w. One worker at a time has the share: the latest that received the start barrier. A later worker waits until it takes
/// over the share: from a lost worker, or from one that leaves.
///
/// @param workers the workers by attempt; empty before the first one is observed
/// @param isCounted whether a number of requests ends the run
record WorkerIndex(int index, List<WorkerView> workers, Instant now, boolean isCounted) {
    /// Maximum number of workers for one index that may fail.
    static final int MAX_ATTEMPTS = 3;

    static WorkerIndex of(int index, List<WorkerView> all, Instant now, boolean isCounted) {
        return new WorkerIndex(index, all.stream().filter(worker -> worker.index() == index)
                .sorted(Comparator.comparingInt(WorkerView::attempt)).toList(), now, isCounted);
    }

    private Optional<WorkerView> latest() {
        return workers.isEmpty() ? Optional.empty() : Optional.of(workers.getLast());
    }

    /// The workers that received the start barrier: each has or had the share.
    private List<WorkerView> assignees() {
        return workers.stream().filter(worker -> worker.hasReached(WorkerState.Armed)).toList();
    }

    /// The worker that has the share, or that had it last.
    Optional<WorkerView> assignee() {
        return assignees().isEmpty() ? Optional.empty() : Optional.of(assignees().getLast());
    }

    /// The worker that decisions before the start are about: the one with the share, or else the latest.
    Optional<WorkerView> current() {
        return assignee().or(this::latest);
    }

    /// The lost workers that had the share.
    List<WorkerView> lost() {
        return assignees().stream().filter(worker -> lossReason(worker) != null).toList();
    }

    /// Why a worker that had the share is lost; null if it works, has completed the share or has handed it over in time.
    @Nullable
    String lossReason(WorkerView worker) {
        String reason = worker.lossReason(now);
        return reason != null || pause(worker) == 0
                ? reason
                : "left at second %d, before another worker was ready".formatted(worker.untilSecond().orElse(0));
    }

    /// Seconds after a worker left in which nobody sends its share, as far as it is known. With a number of requests, the
    /// successor has to begin after the last request of the leaving worker, and this pause loses nothing.
    private long pause(WorkerView worker) {
        boolean isUnknown = successor(worker).isEmpty() && unknown().isPresent();
        if (!worker.hasLeft() || isUnknown || (isCounted && worker.isHandingOver())) {
            return 0;
        }
        return Math.max(0, successor(worker).map(WorkerView::firstSecond).orElse(Long.MAX_VALUE)
                - worker.untilSecond().orElse(0));
    }

    /// The worker that has the share until another one continues; empty if nobody leaves.
    Optional<WorkerView> leaving() {
        return assignee().filter(worker -> worker.untilSecond().isPresent() && !worker.isLost(now));
    }

    /// The workers that handed their share over in time.
    List<WorkerView> handedOver() {
        return assignees().stream().filter(worker -> worker.untilSecond().isPresent() && successor(worker).isPresent()
                && lossReason(worker) == null).toList();
    }

    /// Whether another worker has to send the share: nobody has it, or the worker that has it leaves.
    boolean needsWorker() {
        return !isCovered() || leaving().isPresent();
    }

    /// The latest worker that is not lost and has not responded yet. After a restart of the operator, it may have the share
    /// already.
    private Optional<WorkerView> unknown() {
        return workers.stream().filter(worker -> !worker.hasResponded() && !worker.isLost(now))
                .reduce((_, later) -> later);
    }

    /// Whether a worker has the share, may have it, or has completed it.
    boolean isCovered() {
        return assignee().filter(worker -> !worker.hasLeft()).map(worker -> !worker.isLost(now))
                .orElseGet(() -> unknown().isPresent());
    }

    /// The workers with more to report, or that may have more: beside the one with the share, those that left.
    List<WorkerView> unfinished() {
        List<WorkerView> present = assignees().stream()
                .filter(worker -> !worker.isLost(now) && !worker.reports().all()).toList();
        boolean isOpen = assignee().filter(worker -> !worker.isLost(now) && !worker.hasLeft()).isEmpty();
        return isOpen ? Stream.concat(present.stream(), unknown().stream()).toList() : present;
    }

    /// The workers whose next interval is expected; none has the share while it is lost.
    List<WorkerView> reporting() {
        return assignee().isEmpty()
                ? unfinished()
                : unfinished().stream().filter(worker -> worker.hasReached(WorkerState.Armed)).toList();
    }

    /// The ready worker that can take over the share.
    Optional<WorkerView> replacement() {
        return workers.stream().filter(worker -> worker.isReady() && !worker.isLost(now)
                && !worker.isLeaving() && worker.responses().rejection() == null
                && !worker.hasReached(WorkerState.Armed)).filter(_ -> !isRetriesExhausted())
                .reduce((_, later) -> later);
    }

    /// The lost workers whose processes still exist, so that they may respond again.
    List<WorkerView> lostButAlive() {
        return workers.stream()
                .filter(worker -> worker.ended() == null && worker.isLost(now)
                        && (worker.hasResponded() || worker.quarantine().isPresent()))
                .toList();
    }

    /// The worker to create; empty while the latest one lives and stays, and after the last retry.
    Optional<WorkerAttempt> missing() {
        if (workers.isEmpty()) {
            return Optional.of(new WorkerAttempt(index, 0));
        }
        return latest().filter(worker -> (worker.ended() != null || worker.isLeaving()) && !isRetriesExhausted())
                .map(worker -> new WorkerAttempt(index, worker.attempt() + 1));
    }

    /// Whether the last permitted worker has failed.
    boolean isRetriesExhausted() {
        return lastFailed().isPresent();
    }

    /// The worker whose failure was the last permitted one. An eviction is no failure, so the attempts before a worker do not
    /// count if they were evicted.
    Optional<WorkerView> lastFailed() {
        return workers.stream().filter(worker -> worker.ended() != null && !worker.isDisrupted())
                .filter(worker -> worker.attempt() + 1 - evictedBefore(worker) >= MAX_ATTEMPTS).findFirst();
    }

    private long evictedBefore(WorkerView failed) {
        return workers.stream().filter(worker -> worker.attempt() < failed.attempt() && worker.isDisrupted()).count();
    }

    /// The worker that took over from a lost or leaving one.
    Optional<WorkerView> successor(WorkerView before) {
        return assignees().stream().filter(worker -> worker.attempt() > before.attempt()).findFirst();
    }

    /// Number of takeovers.
    int replaced() {
        return Math.max(0, assignees().size() - 1);
    }

    /// Number of requests that the workers of the index reported.
    long requests() {
        return workers.stream().mapToLong(worker -> worker.reports().requests()).sum();
    }

    /// Seconds of the duration that no worker has reported or will report.
    ///
    /// @param due how many seconds of the duration have passed
    /// @param warmup seconds before the duration
    /// @param over whether the run is over, so that every missing second is lost
    long lostSeconds(long due, long warmup, boolean over) {
        if (assignees().isEmpty()) {
            long reported = workers.stream().mapToLong(worker -> worker.reports().measuredSeconds()).sum();
            return over || !isCovered() ? Math.max(0, due - reported) : 0;
        }
        long lost = Math.clamp(assignees().getFirst().firstSecond() - warmup, 0, due);
        for (WorkerView worker : assignees()) {
            long from = Math.clamp(worker.firstSecond() - warmup, 0, due);
            long to = Math.clamp(end(worker) - warmup, from, due);
            if (hasNoMore(worker, over)) {
                lost += Math.max(0, to - from - worker.reports().measuredSeconds());
            }
        }
        return lost;
    }

    /// The second of the run up to which a worker's seconds, or a pause after it, are its own.
    private long end(WorkerView worker) {
        Optional<WorkerView> next = successor(worker);
        if (next.isEmpty()) {
            return Long.MAX_VALUE / 2;
        }
        return worker.hasLeft() && pause(worker) == 0
                ? Math.min(worker.untilSecond().orElse(0), next.get().firstSecond())
                : next.get().firstSecond();
    }

    /// Whether the seconds that a worker has not reported are lost. A worker that completed its share has none.
    private boolean hasNoMore(WorkerView worker, boolean over) {
        boolean isLast = successor(worker).isEmpty();
        if (isLast && worker.isComplete() && !worker.hasLeft()) {
            return false;
        }
        boolean isWaitedFor = isLast && worker.hasLeft() && lossReason(worker) == null;
        return over || (!isWaitedFor && (worker.isLost(now) || worker.reports().all()));
    }
}
