package io.fareswarm.model;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.fareswarm.model.train.ProgressListener;

/// Tells of a training that takes long how far it is: a line after some seconds, and then ever more rarely, so that it
/// neither leaves a person in doubt nor fills a log.
final class ProgressPrinter implements ProgressListener {
    private static final long FIRST = Duration.ofSeconds(3).toNanos();
    private static final long SOONEST = Duration.ofSeconds(1).toNanos();
    /// The next line comes when this part of the time so far has passed again.
    private static final int PART = 8;

    private final long fileBytes;
    private final long maxRows;
    private final LongSupplier nanoTime;
    private final Consumer<String> lines;
    private final long start;
    private long next = FIRST;

    /// @param fileBytes the file's size
    /// @param maxRows rows that are read at most
    /// @param nanoTime a clock that only goes forward, in nanoseconds
    /// @param lines where the lines go
    ProgressPrinter(long fileBytes, long maxRows, LongSupplier nanoTime, Consumer<String> lines) {
        this.fileBytes = fileBytes;
        this.maxRows = maxRows;
        this.nanoTime = nanoTime;
        this.lines = lines;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public void read(long rows, double share) {
        long elapsed = nanoTime.getAsLong() - start;
        double done = Math.max(share, (double) rows / maxRows);
        if (elapsed >= next && done < 1) {
            next = elapsed + Math.max(SOONEST, elapsed / PART);
            lines.accept(line(elapsed / 1e9, rows, share * fileBytes / 1e6, done));
        }
    }

    private static String line(double seconds, long rows, double megabytes, double done) {
        String soFar = String.format(Locale.ROOT, "%,d rows read, %.0f MB/s", rows, megabytes / seconds);
        return done == 0
                ? soFar
                : String.format(Locale.ROOT, "%s, %.0f %%, about %.0f s to go", soFar, 100 * done,
                        seconds / done - seconds);
    }
}
