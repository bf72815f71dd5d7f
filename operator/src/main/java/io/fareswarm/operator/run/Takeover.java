package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fareswarm.protocol.Slice;

/// Takeover of the shares of workers that were lost or leave during a run. A replacement continues a share from a future
/// second on, if enough of the run is left. A leaving worker sends until that second.
///
/// @param uncovered worker indexes that need a replacement; empty near the end of the run
record Takeover(Evaluation facts, List<WorkerIndex> uncovered) {
    /// Rest of a run up to which no replacement starts, because its start takes too long.
    static final Duration LEAST_LEFT = Duration.ofSeconds(15);
    /// Whole seconds from the decision until the takeover: the calls, and the rest of the current second.
    private static final long LEAD_SECONDS = 2;
    /// Time before its end at which a process that will be killed sooner than its worker expects has to stop to send: time for
    /// the requests in flight, and for the last report.
    static final Duration CLOSING = Duration.ofSeconds(8);

    static Takeover of(Evaluation facts) {
        return new Takeover(facts, facts.missingObject().isEmpty() && facts.now().plus(LEAST_LEFT).isBefore(facts.end())
                ? facts.workers().indexes().stream().filter(WorkerIndex::needsWorker).toList()
                : List.of());
    }

    /// Whether a run that has lost all workers can still get a replacement.
    boolean isPossible(RunStatus status) {
        return uncovered.stream().anyMatch(index -> !index.isRetriesExhausted()) && !facts.isStartTimeoutOver(status);
    }

    /// Assigns shares to replacements, stops leaving workers, or kills lost workers whose processes still exist; empty if
    /// there are none. A lost worker is killed before the takeover, so that no request counts twice.
    Optional<RunDecision> takeOver(RunStatus status) {
        List<WorkerIndex> ready = uncovered.stream()
                .filter(index -> index.lostButAlive().isEmpty() && index.replacement().isPresent()).toList();
        List<WorkerIndex> free = ready.stream().filter(index -> !mustEndFirst(index)).toList();
        if (!free.isEmpty() && facts.target().isPresent()) {
            return Optional.of(takeOver(status, facts.target().get(), free));
        }
        List<WorkerView> stopping = Stream
                .concat(ready.stream().flatMap(index -> index.leaving().stream()), killedSoon())
                .filter(worker -> worker.isSending() && !worker.isHandingOver()).distinct().toList();
        if (!stopping.isEmpty()) {
            return Optional.of(
                    new RunDecision.HandOver(status.toStatus(), from(), WorkerSet.ids(stopping)));
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

    /// Whether the leaving worker has to end its last request before the takeover. With a number of requests, only then it is
    /// known how many are left.
    private boolean mustEndFirst(WorkerIndex index) {
        return index.isCounted() && index.leaving().filter(worker -> !worker.hasLeft()).isPresent();
    }

    /// The workers whose processes are killed soon. Their own grace period may be longer than that of the eviction.
    private Stream<WorkerView> killedSoon() {
        Instant latest = facts.now().plus(CLOSING).plusSeconds(LEAD_SECONDS);
        return facts.workers().indexes().stream().flatMap(index -> index.leaving().stream())
                .filter(worker -> worker.killedAt().filter(end -> !latest.isBefore(end)).isPresent());
    }

    /// The second of the run from which a replacement sends.
    private long from() {
        return facts.second() + LEAD_SECONDS;
    }

    private RunDecision takeOver(RunStatus status, TargetView.Ready target, List<WorkerIndex> free) {
        Map<String, Slice> slices = free.stream()
                .collect(Collectors.toMap(index -> index.replacement().orElseThrow().id(),
                        index -> facts.plan().slice(facts.seen(), index.replacement().orElseThrow(), target, from(),
                                index.requests())));
        Map<String, String> leaving = free.stream()
                .filter(index -> index.leaving()
                        .filter(worker -> worker.isSending() && worker.untilSecond().orElse(0) > from()).isPresent())
                .collect(Collectors.toMap(index -> index.replacement().orElseThrow().id(),
                        index -> index.leaving().orElseThrow().id()));
        return new RunDecision.TakeOver(status.toStatus(), facts.barrier(), slices, leaving);
    }
}
