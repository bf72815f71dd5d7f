package io.fareswarm.operator.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Size of the terminal in characters; 100 columns and 24 rows without a terminal.
record TerminalSize(int columns, int rows) {
    static TerminalSize read() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean _ = stty.waitFor(1, TimeUnit.SECONDS);
            int blank = size.indexOf(' ');
            if (blank > 0) {
                return new TerminalSize(Math.max(20, Integer.parseInt(size.substring(blank + 1))),
                        Math.max(2, Integer.parseInt(size.substring(0, blank))));
            }
        } catch (IOException | NumberFormatException e) {
            // There is no terminal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new TerminalSize(100, 24);
    }
}
