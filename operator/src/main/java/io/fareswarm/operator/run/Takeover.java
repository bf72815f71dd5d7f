package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.protocol.Slice;

/// What is done about workers that were lost in the middle of a run: each one's part is taken up by another process, from a
/// second on that is still to come, when enough of the run is left.
final class Takeover {
    /// A run that has no more than this before it is not worth another start.
    static final Duration LEAST_LEFT = Duration.ofSeconds(15);
    /// Whole seconds from the decision until a part is taken up: one for the call, and what is left of the second under way.
    private static final long LEAD_SECONDS = 2;

    private final Evaluation turn;
    private final List<WorkerIndex> unheld;

    Takeover(Evaluation turn) {
        this.turn = turn;
        this.unheld = turn.now().plus(LEAST_LEFT).isBefore(turn.end())
                ? turn.crew().posts().stream().filter(post -> !post.isHeld()).toList()
                : List.of();
    }

    /// Whether a run without any worker may have one again.
    boolean isHoped() {
        return unheld.stream().anyMatch(post -> !post.isHopeless())
                && turn.now().isBefore(turn.workersSince().plus(turn.plan().startTimeout()));
    }

    /// Hands over parts to those who stand by; empty when nobody does. Who hangs is ended before another takes up its part:
    /// so whatever it would still say, nothing is counted twice.
    Optional<RunDecision> takeOver() {
        Map<String, Slice> slices = unheld.stream().filter(post -> post.hung().isEmpty())
                .filter(post -> post.standby().isPresent())
                .collect(Collectors.toMap(post -> post.standby().orElseThrow().id(), this::slice));
        if (!slices.isEmpty()) {
            return Optional.of(new RunDecision.TakeUp(turn.draft().status(), turn.barrier(), slices));
        }
        List<WorkerView> hung = unheld.stream().flatMap(post -> post.hung().stream()).toList();
        return hung.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunDecision.Dismiss(turn.draft().status(), WorkerSet.ids(hung)));
    }

    /// Asks for another process where none is; empty when all are there.
    Optional<RunDecision> create() {
        List<Place> vacancies = unheld.stream().map(WorkerIndex::vacancy).flatMap(Optional::stream).toList();
        return vacancies.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunDecision.Create(turn.draft().status(), vacancies));
    }

    private Slice slice(WorkerIndex post) {
        long second = turn.second() + LEAD_SECONDS;
        return turn.plan().slice(turn.seen(), post.standby().orElseThrow(), turn.url(), second, post.requests());
    }
}
