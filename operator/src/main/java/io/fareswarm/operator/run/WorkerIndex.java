package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.protocol.WorkerState;

/// A worker's number in a run, and all who had it at one instant. Of those one at a time does its part of the load: the
/// last who knew the barrier. Who came later stands by.
///
/// @param all who ever had it, in no order; empty when it went unseen
record WorkerIndex(int number, List<WorkerView> all, Instant now) {
    private static final Comparator<WorkerView> LATEST = Comparator.comparingInt(WorkerView::incarnation);

    static WorkerIndex of(int number, List<WorkerView> workers, Instant now) {
        return new WorkerIndex(number, workers.stream().filter(worker -> worker.worker() == number).toList(), now);
    }

    /// Who does its part, or did it last; empty when nobody that is known has begun.
    Optional<WorkerView> holder() {
        return all.stream().filter(worker -> worker.reached(WorkerState.Armed)).max(LATEST);
    }

    /// The one that a decision before the start is about: the holder, or else the latest.
    Optional<WorkerView> first() {
        return holder().or(() -> all.stream().max(LATEST));
    }

    /// Those who had a part in the run and are lost, in their order.
    List<WorkerView> lost() {
        return all.stream().filter(worker -> worker.reached(WorkerState.Armed) && worker.lost(now) != null)
                .sorted(LATEST).toList();
    }

    /// Who is there and has not answered yet: it may have begun.
    Optional<WorkerView> unknown() {
        return all.stream().filter(worker -> worker.said() == null && worker.lost(now) == null).max(LATEST);
    }

    /// Whether somebody does its part, or has done it.
    boolean isHeld() {
        return holder().map(worker -> worker.lost(now) == null).orElseGet(() -> unknown().isPresent());
    }

    /// Who still has something to say, or may have.
    Optional<WorkerView> working() {
        Optional<WorkerView> holder = holder().filter(worker -> worker.lost(now) == null);
        return holder.isPresent() ? holder.filter(worker -> !worker.reportedAll()) : unknown();
    }

    /// Whose seconds are waited for.
    Optional<WorkerView> telling() {
        return holder().isPresent() && !isHeld() ? Optional.empty() : working();
    }

    /// Who could take up the work of a lost holder.
    Optional<WorkerView> standby() {
        return all.stream().filter(worker -> worker.ready() && worker.lost(now) == null && worker.refusal() == null
                && !worker.reached(WorkerState.Armed)).max(LATEST);
    }

    /// Those who are lost and still there: they may come back.
    List<WorkerView> hung() {
        return all.stream()
                .filter(worker -> worker.gone() == null && worker.said() != null && worker.lost(now) != null).toList();
    }

    /// Where the next one is needed; empty when it is there, or too many have ended.
    Optional<Place> vacancy() {
        @Nullable
        WorkerView latest = all.stream().max(LATEST).orElse(null);
        if (latest == null) {
            return Optional.of(new Place(number, 0));
        }
        return latest.gone() == null || isHopeless()
                ? Optional.empty()
                : Optional.of(new Place(number, latest.incarnation() + 1));
    }

    /// Whether too many have ended for another try.
    boolean isHopeless() {
        return all.stream().max(LATEST)
                .filter(worker -> worker.gone() != null && worker.incarnation() + 1 >= WorkerSet.INCARNATIONS)
                .isPresent();
    }

    /// Who took up the work of a lost one.
    Optional<WorkerView> successor(WorkerView lost) {
        return all.stream()
                .filter(worker -> worker.reached(WorkerState.Armed) && worker.incarnation() > lost.incarnation())
                .min(LATEST);
    }

    /// How many took up the work of another.
    int restarts() {
        return (int) Math.max(0, all.stream().filter(worker -> worker.reached(WorkerState.Armed)).count() - 1);
    }

    /// Requests that all who had it reported.
    long requests() {
        return all.stream().mapToLong(WorkerView::requests).sum();
    }

    /// Seconds of the duration that nobody told, and nobody will.
    ///
    /// @param due how many of them have gone by
    /// @param warmup seconds before the duration
    /// @param over whether what was not told by now is lost
    long lostSeconds(long due, long warmup, boolean over) {
        long told = all.stream().mapToLong(WorkerView::measuredSeconds).sum();
        @Nullable
        WorkerView holder = holder().orElse(null);
        if (holder == null) {
            return over || !isHeld() ? Math.max(0, due - told) : 0;
        }
        long from = Math.clamp(holder.from() - warmup, 0, due);
        long before = Math.max(0, from - (told - holder.measuredSeconds()));
        boolean more = holder.complete() || (!over && holder.lost(now) == null);
        return more ? before : before + Math.max(0, due - from - holder.measuredSeconds());
    }
}
