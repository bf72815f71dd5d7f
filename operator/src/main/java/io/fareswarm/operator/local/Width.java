package io.fareswarm.operator.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The terminal's width, asked of it now and then since a person may resize it.
final class Width {
    private static final int FALLBACK = 100;
    private static final long EVERY_NANOS = 2_000_000_000L;

    private int columns;
    private long askedAt;

    /// Columns, 100 where no terminal tells.
    int columns() {
        long now = System.nanoTime();
        if (columns == 0 || now - askedAt > EVERY_NANOS) {
            columns = ask();
            askedAt = now;
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean _ = stty.waitFor(1, TimeUnit.SECONDS);
            int width = Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            return width > 0 ? width : FALLBACK;
        } catch (IOException | NumberFormatException e) {
            return FALLBACK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FALLBACK;
        }
    }
}
