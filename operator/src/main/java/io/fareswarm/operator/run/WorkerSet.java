package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.protocol.WorkerState;

/// The workers of a run at one instant, by their numbers.
///
/// @param posts one for each number, in their order
record WorkerSet(List<WorkerIndex> posts, Instant now) {
    /// How often a number may lose its worker until it is given up.
    static final int INCARNATIONS = 3;
    /// How many different troubles a message tells.
    private static final int SHOWN = 3;

    static WorkerSet of(RunObservation seen) {
        return new WorkerSet(IntStream.range(0, seen.runSpec().workers().count())
                .mapToObj(number -> WorkerIndex.of(number, seen.workers(), seen.now())).toList(), seen.now());
    }

    /// How many numbers there are.
    int desired() {
        return posts.size();
    }

    /// Of each number the one that does its part, or else the latest.
    List<WorkerView> workers() {
        return posts.stream().map(WorkerIndex::first).flatMap(Optional::stream).toList();
    }

    /// Numbers without a worker, and numbers whose worker ended.
    List<Place> vacancies() {
        return posts.stream().filter(post -> post.first().map(one -> one.gone() != null).orElse(true))
                .map(WorkerIndex::vacancy).flatMap(Optional::stream).toList();
    }

    /// A worker that ended too often to be tried again.
    Optional<WorkerView> hopeless() {
        return posts.stream().filter(WorkerIndex::isHopeless).map(WorkerIndex::first).flatMap(Optional::stream)
                .findFirst();
    }

    /// A worker that cannot do its part.
    Optional<WorkerView> refusing() {
        return workers().stream().filter(one -> one.refusal() != null).findFirst();
    }

    int ready() {
        return (int) workers().stream().filter(WorkerView::ready).count();
    }

    boolean allReady() {
        return ready() == desired();
    }

    /// Workers that were not told the barrier yet.
    List<WorkerView> unarmed() {
        return workers().stream().filter(one -> !one.reached(WorkerState.Armed)).toList();
    }

    /// All that were lost in the run, those that others took up too.
    List<WorkerView> lost() {
        return posts.stream().flatMap(post -> post.lost().stream()).toList();
    }

    /// How many numbers nobody is known to have begun with, and nobody may have.
    int unseen() {
        return (int) posts.stream()
                .filter(post -> post.holder().isEmpty() && !post.isHeld() && post.standby().isEmpty()).count();
    }

    /// How many workers took up the work of another.
    int restarts() {
        return posts.stream().mapToInt(WorkerIndex::restarts).sum();
    }

    /// Workers that still have something to say, or may have.
    List<WorkerView> working() {
        return posts.stream().map(WorkerIndex::working).flatMap(Optional::stream).toList();
    }

    /// Workers whose seconds are waited for.
    List<WorkerView> telling() {
        return posts.stream().map(WorkerIndex::telling).flatMap(Optional::stream).toList();
    }

    /// How many numbers have a worker that is not lost.
    int present() {
        return (int) posts.stream().filter(WorkerIndex::isHeld).count();
    }

    /// Lost workers whose reports would be lost with the operator.
    List<WorkerView> unkept() {
        return lost().stream().filter(one -> !one.kept()).toList();
    }

    /// What keeps the workers from getting ready, of each kind once; empty when nothing is known.
    String trouble() {
        return workers().stream().filter(one -> !one.ready())
                .flatMap(one -> Stream.ofNullable(one.trouble() != null ? one.trouble() : one.gone())).distinct()
                .limit(SHOWN).collect(Collectors.joining("; "));
    }

    /// Seconds of a measured span that nobody reported and nobody will.
    ///
    /// @param warmup before it
    /// @param over whether what was not reported by now is lost
    long lostSeconds(Duration span, Duration warmup, boolean over) {
        long due = over ? wholeSeconds(span) : span.toSeconds();
        return posts.stream().mapToLong(post -> post.lostSeconds(due, wholeSeconds(warmup), over)).sum();
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
