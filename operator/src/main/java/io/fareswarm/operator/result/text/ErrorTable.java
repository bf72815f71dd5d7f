package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.operator.result.NumberFormats;

/// What went wrong, most frequent first, each with an example where there is one.
public final class ErrorTable {
    private static final String COUNT = "Errors";

    private ErrorTable() {}

    /// A header, a line an error and one for its example; no lines without errors.
    ///
    /// @param width columns of the terminal
    public static List<String> lines(List<ErrorCount> errors, int width, Ansi ansi) {
        if (errors.isEmpty()) {
            return List.of();
        }
        int columns = errors.stream().mapToInt(error -> NumberFormats.count(error.count()).length()).reduce(
                COUNT.length(),
                Math::max);
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
        return lines;
    }
}
