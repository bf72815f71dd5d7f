package io.fareswarm.model.train;

/// Thrown if the input of a training cannot be used. The message contains the line and the problem.
public final class TrainingException extends Exception {
    private final transient InputProblem problem;

    /// Creates an exception for an input without lines.
    TrainingException(InputProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /// @param line number of the line, from 1, the header included
    TrainingException(long line, InputProblem problem) {
        super("line %d: %s".formatted(line, problem.message()));
        this.problem = problem;
    }

    /// What is wrong with the input.
    public InputProblem problem() {
        return problem;
    }
}
