package io.fareswarm.model.train;

import java.util.OptionalLong;

/// Thrown when a training's input cannot be used; its message tells the line and the problem.
public final class TrainingException extends Exception {
    private final transient InputProblem problem;
    private final transient OptionalLong line;

    /// Of an input without lines.
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

    /// Where it was seen: the line of a file, counted from 1, the header included. For what no single line is to blame for
    /// it is the last one that was read. Absent for an input without lines.
    public OptionalLong line() {
        return line;
    }
}
