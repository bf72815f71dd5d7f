package io.fareswarm.operator.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

import io.fareswarm.operator.result.text.Ansi;

/// Output for a person: lines that stay, and below them a view that is redrawn.
interface TerminalOutput {
    /// Prints a line that stays.
    void line(String text);

    /// Redraws the live view. Plain output has no view and prints `plain` every few seconds.
    void live(List<String> view, String plain);

    /// Removes the live view.
    void clear();

    /// The colours that it can show.
    Ansi ansi();

    /// The output with a live view where standard output is a terminal that can show one, or else plain lines.
    static TerminalOutput of(boolean plain, PrintStream out) {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        boolean terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && !kind.equals("dumb");
        return plain || !terminal ? plain(out) : terminal(out);
    }

    /// Output of lines only.
    static TerminalOutput plain(PrintStream out) {
        return new TerminalOutput() {
            private static final long EVERY_NANOS = 5_000_000_000L;
            private long last = System.nanoTime() - EVERY_NANOS;

            @Override
            public void line(String text) {
                out.println(text);
            }

            @Override
            public void live(List<String> view, String plain) {
                if (System.nanoTime() - last >= EVERY_NANOS) {
                    last = System.nanoTime();
                    out.println(plain);
                }
            }

            @Override
            public void clear() {}

            @Override
            public Ansi ansi() {
                return Ansi.OFF;
            }
        };
    }

    /// Output that redraws in place with ANSI controls.
    static TerminalOutput terminal(PrintStream out) {
        return new TerminalOutput() {
            private List<String> shown = List.of();

            @Override
            public void line(String text) {
                List<String> view = shown;
                clear();
                out.println(text);
                draw(view);
            }

            @Override
            public void live(List<String> view, String plain) {
                // One write for the whole frame, then the rest of the screen is cleared: so nothing flickers.
                StringBuilder frame = new StringBuilder(up());
                view.forEach(line -> frame.append(line).append("\033[K\n"));
                out.print(frame.append("\033[J"));
                out.flush();
                shown = List.copyOf(view);
            }

            @Override
            public void clear() {
                out.print(up() + "\033[J");
                out.flush();
                shown = List.of();
            }

            @Override
            public Ansi ansi() {
                return System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
            }

            private void draw(List<String> view) {
                if (!view.isEmpty()) {
                    live(view, "");
                }
            }

            private String up() {
                return shown.isEmpty() ? "" : "\033[" + shown.size() + "A\r";
            }
        };
    }
}
