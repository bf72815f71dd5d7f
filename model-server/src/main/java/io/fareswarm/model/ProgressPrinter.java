package io.fareswarm.model;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.fareswarm.model.train.ProgressListener;
import io.fareswarm.model.train.RideFile;

/// Printer of the progress of a long training. It prints one line after three seconds, and further lines at growing
/// intervals, so that the log stays short.
final class ProgressPrinter implements ProgressListener {
    private static final long FIRST_LINE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long MIN_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    /// Divisor of the elapsed time; the quotient is the interval to the next line.
    private static final int INTERVAL_DIVISOR = 8;

    private final long fileBytes;
    private final long maxRows;
    private final LongSupplier nanoTime;
    private final Consumer<String> lines;
    private final long start;
    private long next = FIRST_LINE_NANOS;

    /// @param fileBytes size of the file in bytes, or [RideFile#UNKNOWN_SIZE]
    /// @param maxRows maximum number of rows to read
    /// @param nanoTime monotonic clock, in nanoseconds
    /// @param lines receiver of each line
    ProgressPrinter(long fileBytes, long maxRows, LongSupplier nanoTime, Consumer<String> lines) {
        this.fileBytes = fileBytes;
        this.maxRows = maxRows;
        this.nanoTime = nanoTime;
        this.lines = lines;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public void rowsRead(long rows, double share) {
        long elapsed = nanoTime.getAsLong() - start;
        double done = Math.max(share, (double) rows / maxRows);
        if (elapsed >= next && done < 1) {
            next = elapsed + Math.max(MIN_INTERVAL_NANOS, elapsed / INTERVAL_DIVISOR);
            lines.accept(fileBytes == RideFile.UNKNOWN_SIZE
                    ? String.format(Locale.ROOT, "%,d rows read, %,.0f rows/s", rows, rows / (elapsed / 1e9))
                    : line(elapsed / 1e9, rows, share * fileBytes / 1e6, done));
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
