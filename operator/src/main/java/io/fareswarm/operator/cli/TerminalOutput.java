package io.fareswarm.operator.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

import io.fareswarm.operator.result.text.Ansi;

/// Terminal output: lines that stay, and below them a live view that is redrawn in place with ANSI sequences. Plain output
/// has no live view.
final class TerminalOutput {
    private static final long EVERY_NANOS = 5_000_000_000L;

    private final boolean isTerminal;
    private final boolean plain;
    private final PrintStream out;
    private List<String> shown = List.of();
    private long last = System.nanoTime() - EVERY_NANOS;

    /// @param plain whether to omit the live view even on a terminal that can show it
    TerminalOutput(boolean plain, PrintStream out) {
        isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        this.plain = plain || System.getenv().getOrDefault("TERM", "dumb").equals("dumb") || !isTerminal;
        this.out = out;
    }

    /// Room for tables.
    TerminalSize size() {
        return isTerminal ? TerminalSize.read() : TerminalSize.UNBOUNDED;
    }

    /// Prints a line that stays.
    void line(String text) {
        List<String> view = shown;
        clear();
        out.println(text);
        if (!view.isEmpty()) {
            live(view, "");
        }
    }

    /// Redraws the live view; plain output prints `line` every few seconds.
    void live(List<String> view, String line) {
        if (!plain) {
            // One write for the whole frame, and the rest of the screen is cleared last. This avoids flicker.
            StringBuilder frame = new StringBuilder(up());
            view.forEach(row -> frame.append(row).append("\033[K\n"));
            out.print(frame.append("\033[J"));
            out.flush();
            shown = List.copyOf(view);
        } else if (System.nanoTime() - last >= EVERY_NANOS) {
            last = System.nanoTime();
            out.println(line);
        }
    }

    /// Removes the live view.
    void clear() {
        if (!plain) {
            out.print(up() + "\033[J");
            out.flush();
            shown = List.of();
        }
    }

    Ansi ansi() {
        return plain || System.getenv("NO_COLOR") != null ? Ansi.OFF : Ansi.ON;
    }

    private String up() {
        return shown.isEmpty() ? "" : "\033[" + shown.size() + "A\r";
    }
}
