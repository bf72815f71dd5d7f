package io.fareswarm.model.train;

import java.util.OptionalLong;

/// Thrown when a training's input cannot be used. The message has the line and the problem.
public final class TrainingException extends Exception {
    private final transient InputProblem problem;
    private final transient OptionalLong line;

    /// A problem of an input without lines.
    TrainingException(InputProblem problem) {
        super(problem.message());
        this.problem = problem;
        this.line = OptionalLong.empty();
    }

    /// @param line counted from 1, the header included
    TrainingException(long line, InputProblem problem) {
        super("line %d: %s".formatted(line, problem.message()));
        this.problem = problem;
        this.line = OptionalLong.of(line);
    }

    /// What is wrong with the input.
    public InputProblem problem() {
        return problem;
    }

    /// The problem's line, counted from 1 with the header; the last line read for a problem of the rides as a whole. Empty
    /// for an input without lines.
    public OptionalLong line() {
        return line;
    }
}
