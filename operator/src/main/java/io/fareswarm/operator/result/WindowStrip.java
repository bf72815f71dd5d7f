package io.fareswarm.operator.result;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus.Strip;

/// Results of a threshold's windows in their order. Bounded: when there would be more than [Strip#MOST_CELLS] cells, the
/// length of all cells doubles. A cell of several windows has the worst of their results.
final class WindowStrip {
    private WindowStrip() {}

    /// A strip with the result of the next window.
    ///
    /// @param before the strip so far; null before the first window
    /// @param second start of the window, in seconds from the start of the duration
    /// @param length seconds of a window
    /// @param result [Strip#PASSED], [Strip#FAILED] or [Strip#SKIPPED]
    static Strip with(@Nullable Strip before, long second, int length, char result) {
        if (before == null) {
            return new Strip(second, length, String.valueOf(result));
        }
        Strip strip = before;
        while (cell(strip, second) >= Strip.MOST_CELLS) {
            strip = coarser(strip);
        }
        int cell = cell(strip, second);
        StringBuilder cells = new StringBuilder(strip.cells());
        if (cell < cells.length()) {
            cells.setCharAt(cell, worse(cells.charAt(cell), result));
        } else {
            cells.append(result);
        }
        return new Strip(strip.fromSecond(), strip.cellSeconds(), cells.toString());
    }

    private static int cell(Strip strip, long second) {
        return Math.toIntExact((second - strip.fromSecond()) / strip.cellSeconds());
    }

    private static Strip coarser(Strip strip) {
        StringBuilder cells = new StringBuilder();
        for (int cell = 0; cell < strip.cells().length(); cell += 2) {
            char first = strip.cells().charAt(cell);
            cells.append(cell + 1 < strip.cells().length() ? worse(first, strip.cells().charAt(cell + 1)) : first);
        }
        return new Strip(strip.fromSecond(), 2 * strip.cellSeconds(), cells.toString());
    }

    private static char worse(char one, char other) {
        if (one == Strip.FAILED || other == Strip.FAILED) {
            return Strip.FAILED;
        }
        return one == Strip.PASSED ? one : other;
    }
}
