package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.protocol.WorkerState;

/// All workers of a run at one instant, by worker index.
///
/// @param indexes all worker indexes, from 0
record WorkerSet(List<WorkerIndex> indexes) {
    /// Maximum number of problems in a message.
    private static final int SHOWN = 3;

    static WorkerSet of(RunObservation seen) {
        return new WorkerSet(IntStream.range(0, seen.runSpec().workers().count())
                .mapToObj(index -> WorkerIndex.of(index, seen.fleet().workers(), seen.now(),
                        seen.runSpec().requests() != null))
                .toList());
    }

    private <T> List<T> all(Function<WorkerIndex, List<T>> found) {
        return indexes.stream().map(found).flatMap(List::stream).toList();
    }

    private <T> List<T> each(Function<WorkerIndex, Optional<T>> found) {
        return indexes.stream().map(found).flatMap(Optional::stream).toList();
    }

    /// Number of worker indexes.
    int desired() {
        return indexes.size();
    }

    /// For each index the worker with the share, or else the latest worker.
    List<WorkerView> current() {
        return each(WorkerIndex::current);
    }

    /// The workers to create: for each index without a worker, and for each index whose current worker ended.
    List<WorkerAttempt> missing() {
        return each(index -> index.current().filter(worker -> worker.ended() == null).isPresent()
                ? Optional.empty()
                : index.missing());
    }

    int ready() {
        return (int) current().stream().filter(WorkerView::isReady).count();
    }

    boolean isReady() {
        return ready() == desired();
    }

    /// Workers that have not received the start barrier.
    List<WorkerView> unstarted() {
        return current().stream().filter(worker -> !worker.hasReached(WorkerState.Armed)).toList();
    }

    /// All workers that were lost in the run, replaced or not.
    List<WorkerView> lost() {
        return all(WorkerIndex::lost);
    }

    /// Workers that leave and have reported everything, with or without a successor.
    List<WorkerView> left() {
        return all(WorkerIndex::workers).stream().filter(worker -> worker.isLeaving() && worker.isComplete()).toList();
    }

    /// Workers that have left, whose reports are stored, and that wait for a response to that.
    List<WorkerView> releasable() {
        return left().stream().filter(worker -> worker.ended() == null && worker.reports().stored()
                && !worker.reports().released()).toList();
    }

    /// Number of indexes without a worker that has started, may have started, or can take over.
    int unseen() {
        return (int) indexes.stream().filter(
                index -> index.assignee().isEmpty() && !index.isCovered() && index.replacement().isEmpty()).count();
    }

    /// Number of takeovers.
    int replaced() {
        return indexes.stream().mapToInt(WorkerIndex::replaced).sum();
    }

    /// Workers with more to report, or that may have more.
    List<WorkerView> unfinished() {
        return all(WorkerIndex::unfinished);
    }

    /// Workers whose next interval is expected.
    List<WorkerView> reporting() {
        return all(WorkerIndex::reporting);
    }

    /// Exclusive end of the seconds that all of them have reported; [Long#MAX_VALUE] if no interval is expected.
    long reportedUntil(MergedResult measured) {
        return reporting().stream()
                .mapToLong(worker -> Math.max(worker.firstSecond(), measured.through(worker.id()) + 1)).min()
                .orElse(Long.MAX_VALUE);
    }

    /// Number of indexes whose share is not lost.
    int present() {
        return (int) indexes.stream().filter(WorkerIndex::isCovered).count();
    }

    /// Reasons why workers are not ready, each once; empty if none is known.
    String problems() {
        return Stream.concat(Stream.of(quarantineMessage()).filter(message -> !message.isEmpty()),
                current().stream().filter(worker -> !worker.isReady()).flatMap(worker -> worker.problem().stream())
                        .distinct())
                .limit(SHOWN).collect(Collectors.joining("; "));
    }

    /// What the [#quarantined] workers did; empty if there are none.
    String quarantineMessage() {
        return quarantined().stream()
                .map(worker -> "worker %d: %s".formatted(worker.index(), worker.quarantine().orElse("")))
                .limit(SHOWN).collect(Collectors.joining("; "));
    }

    /// Workers that broke the worker protocol and whose processes still exist, whether they have a share or not.
    List<WorkerView> quarantined() {
        return all(WorkerIndex::workers).stream()
                .filter(worker -> worker.ended() == null && worker.quarantine().isPresent()).toList();
    }

    /// Why workers that have their part of the load reject an edit of it, in the words of the first; empty when none does.
    String rejectedEdit() {
        List<WorkerView> rejecting = current().stream()
                .filter(worker -> worker.hasReached(WorkerState.Armed) && worker.responses().rejection() != null)
                .toList();
        return rejecting.isEmpty()
                ? ""
                : "an edit was rejected by worker %d%s: %s".formatted(rejecting.getFirst().index(),
                        rejecting.size() == 1 ? "" : " and %d more".formatted(rejecting.size() - 1),
                        rejecting.getFirst().responses().rejection());
    }

    /// Seconds of a measured span that no worker has reported or will report.
    ///
    /// @param warmup length of the warm-up before the span
    /// @param over whether the run is over, so that every missing second is lost
    long lostSeconds(Duration span, Duration warmup, boolean over) {
        long due = over ? RunPlan.wholeSeconds(span) : span.toSeconds();
        return indexes.stream().mapToLong(index -> index.lostSeconds(due, RunPlan.wholeSeconds(warmup), over)).sum();
    }

    /// Seconds of a measured span that all workers together should report.
    long dueSeconds(Duration span) {
        return desired() * RunPlan.wholeSeconds(span);
    }

    static List<String> ids(List<WorkerView> workers) {
        return workers.stream().map(WorkerView::id).toList();
    }
}
