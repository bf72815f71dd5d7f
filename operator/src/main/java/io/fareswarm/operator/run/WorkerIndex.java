package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.fareswarm.protocol.WorkerState;

/// One worker index of a run, with every worker that has had it. One worker at a time has the index's part of the load: the
/// last that got the start barrier. A later one waits until it takes over.
///
/// @param workers in the order of their attempts; empty when none was ever seen
record WorkerIndex(int index, List<WorkerView> workers, Instant now) {
    /// How many workers an index may have.
    static final int MAX_ATTEMPTS = 3;

    static WorkerIndex of(int index, List<WorkerView> all, Instant now) {
        return new WorkerIndex(index, all.stream().filter(worker -> worker.index() == index)
                .sorted(Comparator.comparingInt(WorkerView::attempt)).toList(), now);
    }

    private Optional<WorkerView> latest() {
        return workers.isEmpty() ? Optional.empty() : Optional.of(workers.getLast());
    }

    /// The workers that got the start barrier: each had the index's part of the load.
    private List<WorkerView> assignees() {
        return workers.stream().filter(worker -> worker.hasReached(WorkerState.Armed)).toList();
    }

    /// The worker that has the index's part of the load, or had it last.
    Optional<WorkerView> assignee() {
        return assignees().isEmpty() ? Optional.empty() : Optional.of(assignees().getLast());
    }

    /// The worker that a decision before the start is about: the assignee, or else the latest.
    Optional<WorkerView> current() {
        return assignee().or(this::latest);
    }

    /// The lost workers that had the index's part of the load.
    List<WorkerView> lost() {
        return assignees().stream().filter(worker -> worker.isLost(now)).toList();
    }

    /// The latest worker that has not responded yet and is not lost: it may have the index's part of the load already.
    private Optional<WorkerView> unknown() {
        return workers.stream().filter(worker -> !worker.hasResponded() && !worker.isLost(now))
                .reduce((_, later) -> later);
    }

    /// Whether a worker has the index's part of the load, may have it, or has done it.
    boolean isCovered() {
        return assignee().map(worker -> !worker.isLost(now)).orElseGet(() -> unknown().isPresent());
    }

    /// The worker that has still something to report, or may have.
    Optional<WorkerView> unfinished() {
        Optional<WorkerView> present = assignee().filter(worker -> !worker.isLost(now));
        return present.isPresent() ? present.filter(worker -> !worker.reports().all()) : unknown();
    }

    /// The worker whose next interval a decision waits for.
    Optional<WorkerView> reporting() {
        return assignee().isPresent() && !isCovered() ? Optional.empty() : unfinished();
    }

    /// The ready worker without a part of the load, which can take over that of a lost one.
    Optional<WorkerView> replacement() {
        return workers.stream().filter(worker -> worker.isReady() && !worker.isLost(now)
                && worker.responses().rejection() == null && !worker.hasReached(WorkerState.Armed))
                .reduce((_, later) -> later);
    }

    /// The lost workers whose processes still exist: they may respond again.
    List<WorkerView> lostButAlive() {
        return workers.stream()
                .filter(worker -> worker.ended() == null && worker.hasResponded() && worker.isLost(now)).toList();
    }

    /// The worker to create; empty while the latest one lives, and when the retries are exhausted.
    Optional<WorkerAttempt> missing() {
        if (workers.isEmpty()) {
            return Optional.of(new WorkerAttempt(index, 0));
        }
        return latest().filter(worker -> worker.ended() != null && !isRetriesExhausted())
                .map(worker -> new WorkerAttempt(index, worker.attempt() + 1));
    }

    /// Whether too many workers have ended for another attempt.
    boolean isRetriesExhausted() {
        return latest().filter(worker -> worker.ended() != null && worker.attempt() + 1 >= MAX_ATTEMPTS).isPresent();
    }

    /// The worker that took over from a lost one.
    Optional<WorkerView> successor(WorkerView lost) {
        return assignees().stream().filter(worker -> worker.attempt() > lost.attempt()).findFirst();
    }

    /// How many workers took over from another.
    int replaced() {
        return Math.max(0, assignees().size() - 1);
    }

    /// Requests that all its workers reported.
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
