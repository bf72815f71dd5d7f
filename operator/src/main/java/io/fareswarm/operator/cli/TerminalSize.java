package io.fareswarm.operator.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Size of the terminal in characters.
record TerminalSize(int columns, int rows) {
    /// The size for output that does not go to a terminal: nothing is cut.
    static final TerminalSize UNBOUNDED = new TerminalSize(Integer.MAX_VALUE / 2, 24);

    /// The size if the terminal does not report one.
    private static final TerminalSize USUAL = new TerminalSize(80, 24);
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}) ([0-9]{1,6})");
    private static final int LEAST_COLUMNS = 40;
    private static final int LEAST_ROWS = 2;

    /// Asks the process's terminal.
    static TerminalSize read() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean _ = stty.waitFor(1, TimeUnit.SECONDS);
            return parse(size);
        } catch (IOException e) {
            return USUAL; // there is no terminal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /// Reads the output of `stty size`: rows and columns. A size of 0, which terminals of programs such as `script` have, counts
    /// as unknown.
    static TerminalSize parse(String size) {
        Matcher numbers = SIZE.matcher(size.strip());
        if (!numbers.matches()) {
            return USUAL;
        }
        int rows = Integer.parseInt(numbers.group(1));
        int columns = Integer.parseInt(numbers.group(2));
        return new TerminalSize(columns == 0 ? USUAL.columns : Math.max(LEAST_COLUMNS, columns),
                rows == 0 ? USUAL.rows : Math.max(LEAST_ROWS, rows));
    }
}
