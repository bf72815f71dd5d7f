package io.fareswarm.operator.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The terminal's size, read again every two seconds since a person may resize it.
final class TerminalSize {
    private static final int COLUMNS = 100;
    private static final int ROWS = 24;
    private static final long EVERY_NANOS = 2_000_000_000L;

    private int columns;
    private int rows;
    private long readAt;

    /// Columns; 100 without a terminal.
    int columns() {
        refresh();
        return columns;
    }

    /// Rows; 24 without a terminal.
    int rows() {
        refresh();
        return rows;
    }

    private void refresh() {
        long now = System.nanoTime();
        if (columns == 0 || now - readAt > EVERY_NANOS) {
            readAt = now;
            read();
        }
    }

    private void read() {
        columns = COLUMNS;
        rows = ROWS;
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean _ = stty.waitFor(1, TimeUnit.SECONDS);
            int blank = size.indexOf(' ');
            if (blank > 0) {
                rows = Math.max(2, Integer.parseInt(size.substring(0, blank)));
                columns = Math.max(20, Integer.parseInt(size.substring(blank + 1)));
            }
        } catch (IOException | NumberFormatException e) {
            // There is no terminal: the defaults stay.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
