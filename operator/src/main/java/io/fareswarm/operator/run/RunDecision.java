package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;

/// The next action for a LoadTest, and the status to write. The platform writes [#status] first, if it differs from the
/// observed one, and then carries out the action. Every action is idempotent, so an interrupted platform repeats it. A
/// worker is identified by the id of its process.
public sealed interface RunDecision {
    LoadTestStatus status();

    /// Write the status only.
    record NoAction(LoadTestStatus status) implements RunDecision {}

    /// Create workers that do not exist yet.
    record CreateWorkers(LoadTestStatus status, List<WorkerAttempt> attempts) implements RunDecision {}

    /// Send each worker its slice.
    record AssignSlices(LoadTestStatus status, Map<String, Slice> slices) implements RunDecision {}

    /// Revise the load of these started workers, after an edit that the status already contains.
    record Revise(LoadTestStatus status, LoadRevision revision, List<String> workers) implements RunDecision {}

    /// Send workers the start barrier, an instant on the operator's clock that the status already contains.
    record StartWorkers(LoadTestStatus status, Instant barrier, List<String> workers) implements RunDecision {}

    /// Send each replacement the start barrier of the run and its slice, which begins at a later second of the run. A leaving
    /// worker receives before that it has to stop at this second.
    ///
    /// @param leaving the leaving worker whose share a replacement takes over, by the replacement
    record TakeOver(LoadTestStatus status, Instant barrier, Map<String, Slice> slices,
            Map<String, String> leaving) implements RunDecision {}

    /// Send these leaving workers the second of the run at which they stop to send.
    record HandOver(LoadTestStatus status, long second, List<String> workers) implements RunDecision {}

    /// Kill the processes of lost workers. Nothing that they report afterwards counts.
    record KillWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Stop new requests of these workers; requests in flight continue.
    record StopWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Store the reports of lost workers. The next status counts these workers as lost.
    record StoreProgress(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Create the Secret of the run again, so that a restarted operator and new workers can read it.
    record RestoreSecret(LoadTestStatus status) implements RunDecision {}

    /// Store the report of a finished run. Only here the platform writes the status after the action.
    record StoreResult(LoadTestStatus status) implements RunDecision {}

    /// Release workers, because the result is stored: they exit.
    record ReleaseWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Delete the objects of the run, and the oldest reports beyond `historyLimit`.
    record CleanUp(LoadTestStatus status) implements RunDecision {}
}
