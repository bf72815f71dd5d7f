package io.fareswarm.operator.run;

/// Lifecycle of a LoadTest: a pure function from an observation to the next decision.
///
/// Each phase is a chain of checks, and the first check that finds work makes the decision. A run stays Pending without a
/// time limit until its target is ready. `startTimeout` counts from the creation of the first worker.
public final class RunLifecycle {
    private RunLifecycle() {}

    /// The decision for an observation. Equal observations give equal decisions.
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
