package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.Result;
import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.operator.result.NumberFormats;

/// Table of a run's errors, most frequent first, with examples.
public final class ErrorTable {
    private static final String COUNT = "Errors";

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
            String what = TerminalText.clean("%s: %s, %s".formatted(error.task(), error.kind(), error.detail()));
            lines.add(ansi.red(TerminalText.padLeft(NumberFormats.count(error.count()), columns)) + "  "
                    + TerminalText.cut(what, Math.max(1, width - columns - 2)));
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
}
