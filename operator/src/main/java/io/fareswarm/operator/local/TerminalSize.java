package io.fareswarm.operator.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The terminal's size, asked of it now and then since a person may resize it.
final class TerminalSize {
    private static final int COLUMNS = 100;
    private static final int ROWS = 24;
    private static final long EVERY_NANOS = 2_000_000_000L;

    private int columns;
    private int rows;
    private long askedAt;

    /// 100 where no terminal tells.
    int columns() {
        refresh();
        return columns;
    }

    /// 24 where no terminal tells.
    int rows() {
        refresh();
        return rows;
    }

    private void refresh() {
        long now = System.nanoTime();
        if (columns == 0 || now - askedAt > EVERY_NANOS) {
            askedAt = now;
            ask();
        }
    }

    private void ask() {
        columns = COLUMNS;
        rows = ROWS;
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean _ = stty.waitFor(1, TimeUnit.SECONDS);
            int blank = answer.indexOf(' ');
            if (blank > 0) {
                rows = Math.max(2, Integer.parseInt(answer.substring(0, blank)));
                columns = Math.max(20, Integer.parseInt(answer.substring(blank + 1)));
            }
        } catch (IOException | NumberFormatException e) {
            // Without a terminal the fallbacks stand.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
