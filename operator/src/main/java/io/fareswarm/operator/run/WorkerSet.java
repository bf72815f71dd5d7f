package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.fareswarm.protocol.WorkerState;

/// The workers of a run at one instant.
///
/// @param indexes every worker index, in order
record WorkerSet(List<WorkerIndex> indexes) {
    /// How many different problems a message shows.
    private static final int SHOWN = 3;

    static WorkerSet of(RunObservation seen) {
        return new WorkerSet(IntStream.range(0, seen.runSpec().workers().count())
                .mapToObj(index -> WorkerIndex.of(index, seen.fleet().workers(), seen.now())).toList());
    }

    private <T> List<T> each(Function<WorkerIndex, Optional<T>> found) {
        return indexes.stream().map(found).flatMap(Optional::stream).toList();
    }

    /// How many worker indexes there are.
    int desired() {
        return indexes.size();
    }

    /// Of each index the worker that has its part of the load, or else the latest.
    List<WorkerView> current() {
        return each(WorkerIndex::current);
    }

    /// The workers to create: of each index that never had one, or whose current one ended.
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

    /// Workers that did not get the start barrier yet.
    List<WorkerView> unstarted() {
        return current().stream().filter(worker -> !worker.hasReached(WorkerState.Armed)).toList();
    }

    /// All workers that were lost in the run, replaced or not.
    List<WorkerView> lost() {
        return indexes.stream().flatMap(index -> index.lost().stream()).toList();
    }

    /// How many indexes have no worker that has started, may have started or can take over.
    int unseen() {
        return (int) indexes.stream().filter(
                index -> index.assignee().isEmpty() && !index.isCovered() && index.replacement().isEmpty()).count();
    }

    /// How many workers took over from another.
    int replaced() {
        return indexes.stream().mapToInt(WorkerIndex::replaced).sum();
    }

    /// Workers that have still something to report, or may have.
    List<WorkerView> unfinished() {
        return each(WorkerIndex::unfinished);
    }

    /// Workers whose next interval a decision waits for.
    List<WorkerView> reporting() {
        return each(WorkerIndex::reporting);
    }

    /// How many indexes have a worker that is not lost.
    int present() {
        return (int) indexes.stream().filter(WorkerIndex::isCovered).count();
    }

    /// Why workers are not ready, each reason once; empty when none is known.
    String problems() {
        return current().stream().filter(worker -> !worker.isReady()).flatMap(worker -> Stream
                .ofNullable(worker.process().problem() != null ? worker.process().problem() : worker.ended()))
                .distinct().limit(SHOWN).collect(Collectors.joining("; "));
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
    /// @param warmup before it
    /// @param over whether the run is over, so that every missing second is lost
    long lostSeconds(Duration span, Duration warmup, boolean over) {
        long due = over ? wholeSeconds(span) : span.toSeconds();
        return indexes.stream().mapToLong(index -> index.lostSeconds(due, wholeSeconds(warmup), over)).sum();
    }

    /// Seconds of a measured span that all workers together should report.
    long dueSeconds(Duration span) {
        return desired() * wholeSeconds(span);
    }

    private static long wholeSeconds(Duration span) {
        return span.plusMillis(999).toSeconds();
    }

    static List<String> ids(List<WorkerView> workers) {
        return workers.stream().map(WorkerView::id).toList();
    }
}
