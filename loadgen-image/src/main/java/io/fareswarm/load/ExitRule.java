package io.fareswarm.load;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;

/// Decides when the worker process may exit: once its results are stored, or when no operator calls it. For use under the
/// worker's lock.
final class ExitRule {
    /// An idle worker, or one whose results are not read, exits after this long without a call. Nanoseconds.
    static final long IDLE_LIMIT = TimeUnit.MINUTES.toNanos(10);

    /// How long a finished worker whose results are stored waits for Prometheus' last scrape. Nanoseconds.
    static final long SCRAPE_LIMIT = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier clock;
    private final boolean awaitsScrape;
    private long lastActivity;
    private @Nullable Long doneAt;
    private boolean scraped;

    /// @param clock monotonic nanoseconds
    /// @param awaitsScrape whether a finished worker waits for a scrape of its metrics
    ExitRule(LongSupplier clock, boolean awaitsScrape) {
        this.clock = clock;
        this.awaitsScrape = awaitsScrape;
        lastActivity = clock.getAsLong();
    }

    /// Restarts the idle time, after a call or the end of the run.
    void active() {
        lastActivity = clock.getAsLong();
    }

    /// The results are stored.
    void done() {
        if (doneAt == null) {
            doneAt = clock.getAsLong();
        }
    }

    /// The metrics of the whole run were scraped.
    void scraped() {
        scraped = true;
    }

    /// Whether the process may exit in this state.
    boolean mayExit(WorkerState state) {
        long now = clock.getAsLong();
        if (doneAt != null) {
            return state != WorkerState.Finished || !awaitsScrape || scraped || now - doneAt > SCRAPE_LIMIT;
        }
        return switch (state) {
            case Armed, Running, Draining -> false;
            case Waiting, Sliced, Finished -> now - lastActivity > IDLE_LIMIT;
        };
    }
}
