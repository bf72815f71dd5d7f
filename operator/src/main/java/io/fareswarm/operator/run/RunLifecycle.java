package io.fareswarm.operator.run;

/// Lifecycle of a LoadTest: a pure function from an observation to the next decision.
///
/// Each phase is a chain of checks, and the first check that finds work makes the decision. A run stays Pending without a
/// time limit until its target is ready. `startTimeout` counts while the target's FareModel does not exist, and again from the
/// creation of the first worker.
public final class RunLifecycle {
    private RunLifecycle() {}

    /// The decision for an observation. Equal observations give equal decisions.
    public static RunDecision decide(RunObservation seen) {
        Evaluation facts = Evaluation.of(seen);
        return switch (facts.before().phase()) {
            case Pending -> new PreparingPhase(facts).pending();
            case Preparing -> new PreparingPhase(facts).preparing();
            case Running, Finishing -> new ActivePhase(facts).decide();
            case Finished, Error -> new FinishedPhase(facts).decide();
        };
    }
}
