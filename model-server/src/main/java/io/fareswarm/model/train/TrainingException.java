package io.fareswarm.model.train;

/// Thrown when a training's input cannot be used. The message has the line and the problem.
public final class TrainingException extends Exception {
    private final transient InputProblem problem;

    /// A problem of an input without lines.
    TrainingException(InputProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /// @param line counted from 1, the header included
    TrainingException(long line, InputProblem problem) {
        super("line %d: %s".formatted(line, problem.message()));
        this.problem = problem;
    }

    /// What is wrong with the input.
    public InputProblem problem() {
        return problem;
    }
}
