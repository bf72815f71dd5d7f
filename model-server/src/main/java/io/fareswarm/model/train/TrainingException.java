package io.fareswarm.model.train;

import java.util.OptionalLong;

/// Thrown if the input of a training cannot be used. The message contains the line and the problem.
public final class TrainingException extends Exception {
    private final transient InputProblem problem;
    private final transient OptionalLong line;

    /// Creates an exception for an input without lines.
    TrainingException(InputProblem problem) {
        super(problem.message());
        this.problem = problem;
        this.line = OptionalLong.empty();
    }

    /// @param line number of the line, from 1, the header included
    TrainingException(long line, InputProblem problem) {
        super("line %d: %s".formatted(line, problem.message()));
        this.problem = problem;
        this.line = OptionalLong.of(line);
    }

    /// What is wrong with the input.
    public InputProblem problem() {
        return problem;
    }

    /// The line of the problem, from 1, the header included. For a problem that concerns all rides it is the last line.
    /// Empty for an input without lines.
    public OptionalLong line() {
        return line;
    }
}
