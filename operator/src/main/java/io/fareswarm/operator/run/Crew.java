package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.fareswarm.api.worker.WorkerState;
import io.fareswarm.operator.run.Decision.Place;

/// The workers of a run at one instant: of each number the latest.
///
/// @param desired how many numbers there are
record Crew(int desired, List<WorkerView> workers, Instant now) {
    /// How often a worker may end before the start until the run is given up.
    static final int INCARNATIONS = 3;

    static Crew of(Observation seen) {
        int desired = seen.spec().workers().count();
        List<WorkerView> latest = IntStream
                .range(0, desired).mapToObj(number -> seen.workers().stream()
                        .filter(worker -> worker.worker() == number)
                        .max(Comparator.comparingInt(WorkerView::incarnation)))
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

    /// Seconds of a measured span that should have been reported and were not: for the end of a run.
    long lostSeconds(Duration span) {
        return workers.stream().filter(one -> !one.complete())
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
