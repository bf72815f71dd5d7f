package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.operator.result.Figures;

/// What went wrong, most frequent first.
public final class ErrorTable {
    private static final String COUNT = "Errors";

    private ErrorTable() {}

    /// A header and a line an error; no lines without errors.
    ///
    /// @param width columns of the terminal
    public static List<String> lines(List<ErrorCount> errors, int width, Ansi ansi) {
        if (errors.isEmpty()) {
            return List.of();
        }
        int columns = errors.stream().mapToInt(error -> Figures.count(error.count()).length()).reduce(COUNT.length(),
                Math::max);
        List<String> lines = new ArrayList<>();
        lines.add(ansi.dim(Display.padLeft(COUNT, columns) + "  What happened"));
        for (ErrorCount error : errors) {
            String what = Display.clean("%s: %s, %s".formatted(error.task(), error.kind(), error.detail()));
            lines.add(ansi.red(Display.padLeft(Figures.count(error.count()), columns)) + "  "
                    + Display.cut(what, Math.max(1, width - columns - 2)));
        }
        return lines;
    }
}
