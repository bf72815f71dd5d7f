package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.operator.conditions.Conditions;

/// A status while it is being decided: what was known, with the changes so far.
final class StatusDraft {
    private final long generation;
    final Conditions conditions;
    Phase phase;
    @Nullable
    Verdict verdict;
    Run run;
    @Nullable
    TargetStatus target;
    @Nullable
    WorkersStatus workers;
    @Nullable
    Result result;
    @Nullable
    List<ThresholdResult> thresholds;
    @Nullable
    ReportReference report;

    /// Of the run that the status speaks of.
    StatusDraft(RunObservation seen, LoadTestStatus known) {
        // A spec that asks for the next run is not observed before that run is.
        this.generation = seen.spec().run() > seen.run() ? seen.generation() - 1 : seen.generation();
        this.conditions = new Conditions(known.conditions(), generation, seen.now());
        this.phase = known.phase() == null ? Phase.Pending : known.phase();
        this.verdict = known.verdict();
        this.run = known.run() == null ? fresh(seen) : known.run();
        this.target = known.target();
        this.workers = known.workers();
        this.result = known.result();
        this.thresholds = known.thresholds();
        this.report = known.report();
    }

    /// Of a new run, which knows nothing of the one before.
    StatusDraft(RunObservation seen) {
        this.generation = seen.generation();
        this.conditions = new Conditions(null, generation, seen.now());
        this.phase = Phase.Pending;
        this.run = fresh(seen);
    }

    private static Run fresh(RunObservation seen) {
        return new Run(seen.run(), seen.spec().seed(), null, null, null, null);
    }

    /// Takes the run from the spec as it is now: it is not begun.
    void anew(RunObservation seen) {
        run = fresh(seen);
    }

    void startsAt(Instant barrier) {
        run = new Run(run.number(), run.seed(), barrier.toString(), null, null, null, run.edits());
    }

    void forgetsBarrier() {
        run = new Run(run.number(), run.seed(), null, null, null, null, run.edits());
    }

    void started() {
        run = new Run(run.number(), run.seed(), run.startsAt(), run.startsAt(), null, null, run.edits());
    }

    void edited(Edit edit) {
        run = new Run(run.number(), run.seed(), run.startsAt(), run.startedAt(), run.stoppedAt(), run.finishedAt(),
                Stream.concat(run.allEdits().stream(), Stream.of(edit)).toList());
    }

    void stoppedAt(Instant now) {
        run = new Run(run.number(), run.seed(), run.startsAt(), run.startedAt(), now.toString(), null, run.edits());
    }

    void finishedAt(Instant now) {
        run = new Run(run.number(), run.seed(), run.startsAt(), run.startedAt(), run.stoppedAt(), now.toString(),
                run.edits());
    }

    LoadTestStatus status() {
        return new LoadTestStatus(generation, phase, verdict, run, target, workers, result, thresholds,
                conditions.restamp().list(), report);
    }
}
