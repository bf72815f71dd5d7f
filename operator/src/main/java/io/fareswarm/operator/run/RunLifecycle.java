package io.fareswarm.operator.run;

/// The lifecycle of a LoadTest: decides what to do next from all that is observed.
///
/// Each phase is a chain of checks, of which the first with something to do decides. A run waits as Pending for its target
/// without limit; `startTimeout` counts from the first worker's creation.
public final class RunLifecycle {
    private RunLifecycle() {}

    /// Decides; the same observation always gives the same decision.
    public static RunDecision decide(RunObservation seen) {
        Evaluation facts = Evaluation.of(seen);
        return switch (facts.before().phase()) {
            case Pending -> new Preparation(facts).pending();
            case Preparing -> new Preparation(facts).preparing();
            case Running, Finishing -> new ActiveRun(facts).decide();
            case Finished, Error -> new FinishedRun(facts).decide();
        };
    }
}
