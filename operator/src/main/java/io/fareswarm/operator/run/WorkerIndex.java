package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.fareswarm.protocol.WorkerState;

/// All workers of one worker index, past and present. The share of index w of W is the users and arrivals k with k mod W =
/// w. One worker at a time has the share: the latest that received the start barrier. A later worker waits until it takes
/// over the share.
///
/// @param workers the workers by attempt; empty before the first one is observed
record WorkerIndex(int index, List<WorkerView> workers, Instant now) {
    /// Maximum number of workers for one index.
    static final int MAX_ATTEMPTS = 3;

    static WorkerIndex of(int index, List<WorkerView> all, Instant now) {
        return new WorkerIndex(index, all.stream().filter(worker -> worker.index() == index)
                .sorted(Comparator.comparingInt(WorkerView::attempt)).toList(), now);
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
        return assignees().stream().filter(worker -> worker.isLost(now)).toList();
    }

    /// The latest worker that is not lost and has not responded yet. After a restart of the operator, it may have the share
    /// already.
    private Optional<WorkerView> unknown() {
        return workers.stream().filter(worker -> !worker.hasResponded() && !worker.isLost(now))
                .reduce((_, later) -> later);
    }

    /// Whether a worker has the share, may have it, or has completed it.
    boolean isCovered() {
        return assignee().map(worker -> !worker.isLost(now)).orElseGet(() -> unknown().isPresent());
    }

    /// The worker with more to report, or one that may have more.
    Optional<WorkerView> unfinished() {
        Optional<WorkerView> present = assignee().filter(worker -> !worker.isLost(now));
        return present.isPresent() ? present.filter(worker -> !worker.reports().all()) : unknown();
    }

    /// The worker whose next interval is expected; empty while the share is lost.
    Optional<WorkerView> reporting() {
        return assignee().isPresent() && !isCovered() ? Optional.empty() : unfinished();
    }

    /// The ready worker that can take over the share.
    Optional<WorkerView> replacement() {
        return workers.stream().filter(worker -> worker.isReady() && !worker.isLost(now)
                && worker.responses().rejection() == null && !worker.hasReached(WorkerState.Armed))
                .reduce((_, later) -> later);
    }

    /// The lost workers whose processes still exist, so that they may respond again.
    List<WorkerView> lostButAlive() {
        return workers.stream()
                .filter(worker -> worker.ended() == null && worker.isLost(now)
                        && (worker.hasResponded() || worker.quarantine().isPresent()))
                .toList();
    }

    /// The worker to create; empty while the latest one lives, and after the last retry.
    Optional<WorkerAttempt> missing() {
        if (workers.isEmpty()) {
            return Optional.of(new WorkerAttempt(index, 0));
        }
        return latest().filter(worker -> worker.ended() != null && !isRetriesExhausted())
                .map(worker -> new WorkerAttempt(index, worker.attempt() + 1));
    }

    /// Whether the last permitted worker has ended.
    boolean isRetriesExhausted() {
        return latest().filter(worker -> worker.ended() != null && worker.attempt() + 1 >= MAX_ATTEMPTS).isPresent();
    }

    /// The worker that took over from a lost one.
    Optional<WorkerView> successor(WorkerView lost) {
        return assignees().stream().filter(worker -> worker.attempt() > lost.attempt()).findFirst();
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
        long reported = workers.stream().mapToLong(worker -> worker.reports().measuredSeconds()).sum();
        if (assignee().isEmpty()) {
            return over || !isCovered() ? Math.max(0, due - reported) : 0;
        }
        WorkerView worker = assignee().get();
        long own = worker.reports().measuredSeconds();
        long from = Math.clamp(worker.firstSecond() - warmup, 0, due);
        long before = Math.max(0, from - (reported - own));
        boolean isOwnRestDue = !worker.isComplete() && (over || worker.isLost(now));
        return isOwnRestDue ? before + Math.max(0, due - from - own) : before;
    }
}
