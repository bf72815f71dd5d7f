package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;

/// What to do about a LoadTest now. The platform first writes [#status] when it differs from the one observed, and then
/// does what the type says; it may do it twice, when it was interrupted in between.
public sealed interface RunDecision {
    LoadTestStatus status();

    /// Nothing but the status.
    record Rest(LoadTestStatus status) implements RunDecision {}

    /// Create a worker for each of these, which do not exist.
    record Create(LoadTestStatus status, List<Place> places) implements RunDecision {}

    /// Give each of these workers (by id) its slice.
    record Assign(LoadTestStatus status, Map<String, Slice> slices) implements RunDecision {}

    /// Revise the load of these started workers (by id), after an edit that is in the status already.
    record Revise(LoadTestStatus status, LoadRevision revision, List<String> workers) implements RunDecision {}

    /// Tell these workers (by id) when the run begins, on the operator's clock. The instant is in the status already.
    record Start(LoadTestStatus status, Instant barrier, List<String> workers) implements RunDecision {}

    /// Give each of these workers (by id) its slice, which begins in the middle of the run, and tell it when the run began.
    record TakeUp(LoadTestStatus status, Instant barrier, Map<String, Slice> slices) implements RunDecision {}

    /// End these workers' processes (by id), which hang, without a word: nothing that they still say counts.
    record Dismiss(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Tell these workers (by id) to start nothing new.
    record Stop(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Keep what these workers (by id) reported, before the status says that they are lost.
    record Keep(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// The run is over: keep the report of this final status before the status is written.
    record Conclude(LoadTestStatus status) implements RunDecision {}

    /// The report is safe: tell these workers (by id) to leave.
    record Release(LoadTestStatus status, List<String> workers) implements RunDecision {}

    /// Nothing needs the run's objects any more: remove them, and reports past the history's limit.
    record CleanUp(LoadTestStatus status) implements RunDecision {}

    /// A worker's number in the run, and how many had it before.
    record Place(int worker, int incarnation) {}
}
