package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;

/// What to do about a LoadTest now. The platform first writes [#status] when it differs from the observed one, and then
/// does what the type says. Every action is idempotent: an interrupted platform repeats it. Workers are given by id.
public sealed interface RunDecision {
    LoadTestStatus status();

    /// Write the status only.
    record NoAction(LoadTestStatus status) implements RunDecision {}

    /// Create these workers, which do not exist.
    record CreateWorkers(LoadTestStatus status, List<WorkerAttempt> attempts) implements RunDecision {}

    /// Send each worker its slice.
    record AssignSlices(LoadTestStatus status, Map<String, Slice> slices) implements RunDecision {}

    /// Revise the load of these started workers, after an edit that the status already contains.
    record Revise(LoadTestStatus status, LoadRevision revision, List<String> workers) implements RunDecision {}

    /// Send workers the start barrier, an instant on the operator's clock that the status already contains.
    record StartWorkers(LoadTestStatus status, Instant barrier, List<String> workers) implements RunDecision {}

    /// Send each worker its slice, which begins in the middle of the run, and the start barrier of the run.
    record TakeOver(LoadTestStatus status, Instant barrier, Map<String, Slice> slices) implements RunDecision {}

    /// Kill the processes of lost workers. Nothing that they report afterwards counts.
    record KillWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Make workers start no new request; requests in flight continue.
    record StopWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Store the run over time so far, and what these lost workers reported. The next status counts them as lost.
    record StoreProgress(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// The run is over: store the report of this final status before the status is written.
    record StoreResult(LoadTestStatus status) implements RunDecision {}

    /// The result is stored: make workers exit.
    record ReleaseWorkers(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Delete the objects of the run and the reports beyond the history's limit.
    record CleanUp(LoadTestStatus status) implements RunDecision {}
}
