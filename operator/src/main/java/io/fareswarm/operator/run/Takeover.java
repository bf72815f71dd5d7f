package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.protocol.Slice;

/// Takeover of the shares of workers that were lost during a run. A replacement continues a share from a future second on,
/// if enough of the run is left.
///
/// @param uncovered worker indexes that need a replacement; empty near the end of the run
record Takeover(Evaluation facts, List<WorkerIndex> uncovered) {
    /// Rest of a run up to which no replacement starts, because its start takes too long.
    static final Duration LEAST_LEFT = Duration.ofSeconds(15);
    /// Whole seconds from the decision until the takeover: one for the call, and the rest of the current second.
    private static final long LEAD_SECONDS = 2;

    static Takeover of(Evaluation facts) {
        return new Takeover(facts, facts.missingObject().isEmpty() && facts.now().plus(LEAST_LEFT).isBefore(facts.end())
                ? facts.workers().indexes().stream().filter(index -> !index.isCovered()).toList()
                : List.of());
    }

    /// Whether a run that has lost all workers can still get a replacement.
    boolean isPossible(RunStatus status) {
        return uncovered.stream().anyMatch(index -> !index.isRetriesExhausted()) && !facts.isStartTimeoutOver(status);
    }

    /// Assigns shares to replacements, or kills lost workers whose processes still exist; empty if there are none. A lost
    /// worker is killed before the takeover, so that no request counts twice.
    Optional<RunDecision> takeOver(RunStatus status) {
        Map<String, Slice> slices = facts.target().map(this::slices).orElse(Map.of());
        if (!slices.isEmpty()) {
            return Optional.of(new RunDecision.TakeOver(status.toStatus(), facts.barrier(), slices));
        }
        List<WorkerView> alive = uncovered.stream().flatMap(index -> index.lostButAlive().stream()).toList();
        return alive.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunDecision.KillWorkers(status.toStatus(), WorkerSet.ids(alive)));
    }

    /// Creates the missing replacements; empty when there are none.
    Optional<RunDecision> create(RunStatus status) {
        List<WorkerAttempt> missing = uncovered.stream().map(WorkerIndex::missing).flatMap(Optional::stream).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunDecision.CreateWorkers(status.toStatus(), missing));
    }

    private Map<String, Slice> slices(TargetView.Ready target) {
        return uncovered.stream().filter(index -> index.lostButAlive().isEmpty())
                .filter(index -> index.replacement().isPresent())
                .collect(Collectors.toMap(index -> index.replacement().orElseThrow().id(),
                        index -> facts.plan().slice(facts.seen(), index.replacement().orElseThrow(), target,
                                facts.second() + LEAD_SECONDS, index.requests())));
    }
}
