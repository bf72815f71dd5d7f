package io.fareswarm.logging;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Stream of UTF-8 that logs each line; empty lines are omitted.
final class LoggedLines extends OutputStream {
    /// Longest message in bytes; a longer line becomes several messages.
    private static final int LONGEST_LINE = 8000;

    private final Logger logger;
    private final Level level;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LoggedLines(Logger logger, Level level) {
        this.logger = logger;
        this.level = level;
    }

    @Override
    public synchronized void write(int next) {
        if (next != '\n') {
            line.write(next);
        }
        if (next == '\n' || line.size() == LONGEST_LINE) {
            flush();
        }
    }

    /// Logs the line so far.
    @Override
    public synchronized void flush() {
        String message = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!message.isBlank()) {
            logger.log(level, message);
        }
    }
}
