package io.fareswarm.operator.run;

import io.fareswarm.api.LoadTestStatus;

/// The lifecycle of a LoadTest: what to do about it, given all that is known.
///
/// Each phase is a chain of checks, the first that has something to do decides. A run waits as Pending for its target
/// without limit; `startTimeout` counts from the first worker's creation.
public final class RunLifecycle {
    private RunLifecycle() {}

    /// Decides; the same observation always gives the same decision.
    public static RunDecision decide(RunObservation seen) {
        LoadTestStatus status = seen.status();
        if (status == null || status.run() == null || status.run().number() < seen.run()) {
            return new Preparation(Evaluation.of(seen, new StatusDraft(seen))).pending();
        }
        StatusDraft draft = new StatusDraft(seen, status);
        Evaluation turn = Evaluation.of(seen, draft);
        return switch (draft.phase) {
            case Pending -> new Preparation(turn).pending();
            case Preparing -> new Preparation(turn).preparing();
            case Running -> new ActiveRun(turn).running();
            case Finishing -> new ActiveRun(turn).finishing();
            case Finished, Error -> new FinishedRun(turn).over(status);
        };
    }
}
