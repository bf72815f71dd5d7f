package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.Result;
import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.operator.result.NumberFormats;

/// Table of a run's errors, most frequent first, with examples.
public final class ErrorTable {
    private static final String COUNT = "Errors";
    /// The reason is cut before the task's name is shorter.
    private static final int MIN_NAME_WIDTH = 16;

    private ErrorTable() {}

    /// A header, and one line per error, followed by its example; then the number of failures that are not listed. Empty without
    /// errors.
    public static List<String> lines(Result result, int width, Ansi ansi) {
        List<ErrorCount> errors = result.errors();
        if (errors.isEmpty()) {
            return List.of();
        }
        int columns = errors.stream().mapToInt(error -> NumberFormats.count(error.count()).length()).reduce(
                COUNT.length(), Math::max);
        List<String> lines = new ArrayList<>();
        lines.add(ansi.dim(TerminalText.cut(TerminalText.padLeft(COUNT, columns) + "  What happened", width)));
        for (ErrorCount error : errors) {
            lines.add(ansi.red(TerminalText.padLeft(NumberFormats.count(error.count()), columns)) + "  "
                    + what(error, Math.max(1, width - columns - 2)));
            if (error.example() != null) {
                lines.add(ansi
                        .dim(TerminalText.cut(" ".repeat(columns + 4) + TerminalText.clean(error.example()), width)));
            }
        }
        long others = result.failures() - errors.stream().mapToLong(ErrorCount::count).sum();
        if (others > 0) {
            lines.add(TerminalText.padLeft(NumberFormats.count(others), columns) + "  "
                    + TerminalText.cut("other failures, less frequent than these", Math.max(1, width - columns - 2)));
        }
        return lines;
    }

    /// The task and the reason. Of a long name less is shown, so that the reason has room.
    private static String what(ErrorCount error, int width) {
        String reason = TerminalText.clean(": %s, %s".formatted(error.kind(), error.detail()));
        String name = TerminalText.cut(TerminalText.clean(error.task()),
                Math.max(MIN_NAME_WIDTH, width - TerminalText.width(reason)));
        return TerminalText.cut(name + reason, width);
    }
}
