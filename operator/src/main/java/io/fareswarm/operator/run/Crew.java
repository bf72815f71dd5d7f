package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.fareswarm.api.worker.WorkerState;
import io.fareswarm.operator.run.Decision.Place;

/// The workers of a run at one instant: of each number the latest, but none that came after one which knew the barrier,
/// since it has no part in the run.
///
/// @param desired how many numbers there are
record Crew(int desired, List<WorkerView> workers, Instant now) {
    /// How often a worker may end before the start until the run is given up.
    static final int INCARNATIONS = 3;
    /// How many different troubles a message tells.
    private static final int SHOWN = 3;

    private static final Comparator<WorkerView> LATEST = Comparator
            .comparing((WorkerView worker) -> worker.reached(WorkerState.Armed))
            .thenComparingInt(WorkerView::incarnation);

    static Crew of(Observation seen) {
        int desired = seen.runSpec().workers().count();
        List<WorkerView> latest = IntStream
                .range(0, desired).mapToObj(number -> seen.workers().stream()
                        .filter(worker -> worker.worker() == number).max(LATEST))
                .flatMap(Optional::stream).toList();
        return new Crew(desired, latest, seen.now());
    }

    /// Numbers without a worker, and numbers whose worker ended.
    List<Place> vacancies() {
        List<Place> places = new ArrayList<>();
        for (int number = 0; number < desired; number++) {
            int wanted = number;
            Optional<WorkerView> worker = workers.stream().filter(one -> one.worker() == wanted).findFirst();
            if (worker.isEmpty()) {
                places.add(new Place(number, 0));
            } else if (worker.get().gone() != null) {
                places.add(new Place(number, worker.get().incarnation() + 1));
            }
        }
        return places;
    }

    /// A worker that ended too often to be tried again.
    Optional<WorkerView> hopeless() {
        return workers.stream().filter(one -> one.gone() != null && one.incarnation() + 1 >= INCARNATIONS).findFirst();
    }

    /// A worker that cannot do its part.
    Optional<WorkerView> refusing() {
        return workers.stream().filter(one -> one.refusal() != null).findFirst();
    }

    int ready() {
        return (int) workers.stream().filter(WorkerView::ready).count();
    }

    boolean allReady() {
        return ready() == desired;
    }

    /// Workers that were not told the barrier yet.
    List<WorkerView> unarmed() {
        return workers.stream().filter(one -> !one.reached(WorkerState.Armed)).toList();
    }

    List<WorkerView> lost() {
        return workers.stream().filter(one -> one.lost(now) != null).toList();
    }

    /// Workers that still have something to say.
    List<WorkerView> working() {
        return workers.stream().filter(one -> !one.reportedAll() && one.lost(now) == null).toList();
    }

    /// How many numbers have a worker that is not lost.
    int present() {
        return workers.size() - lost().size();
    }

    /// Lost workers whose reports would be lost with the operator.
    List<WorkerView> unkept() {
        return lost().stream().filter(one -> !one.kept()).toList();
    }

    /// What keeps the workers from getting ready, of each kind once; empty when nothing is known.
    String trouble() {
        return workers.stream().filter(one -> !one.ready()).map(Crew::trouble).flatMap(Optional::stream).distinct()
                .limit(SHOWN).collect(Collectors.joining("; "));
    }

    private static Optional<String> trouble(WorkerView worker) {
        return Optional.ofNullable(worker.trouble() != null ? worker.trouble() : worker.gone());
    }

    /// Seconds of a measured span that should have been reported and were not: for the end of a run. Of a number without
    /// a worker nothing is known at all.
    long lostSeconds(Duration span) {
        return (desired - workers.size()) * wholeSeconds(span) + workers.stream().filter(one -> !one.complete())
                .mapToLong(one -> Math.max(0, wholeSeconds(span) - one.measuredSeconds())).sum();
    }

    /// Seconds of a measured span that all workers together should report.
    long dueSeconds(Duration span) {
        return desired * wholeSeconds(span);
    }

    private static long wholeSeconds(Duration span) {
        return span.plusMillis(999).toSeconds();
    }

    static List<String> ids(List<WorkerView> workers) {
        return workers.stream().map(WorkerView::id).toList();
    }
}
