package io.fareswarm.model.train;

/// Thrown when a training's input cannot be used; its message is the problem's.
public final class TrainingException extends Exception {
    private final transient Problem problem;

    TrainingException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /// What is wrong with the input.
    public Problem problem() {
        return problem;
    }
}
