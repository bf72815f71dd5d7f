package io.fareswarm.load;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;

/// Rule that decides when the worker process may exit: its results are stored, or no operator has called it for too
/// long. Guarded by the lock of [Worker].
final class ExitRule {
    /// Maximum time without a call, in nanoseconds. Then the worker exits, unless it has a run in progress.
    static final long IDLE_LIMIT = TimeUnit.MINUTES.toNanos(10);

    /// Maximum time that a finished worker waits for Prometheus' last scrape after its results are stored. Nanoseconds.
    static final long SCRAPE_LIMIT = TimeUnit.SECONDS.toNanos(30);

    /// Time before the end of its grace period at which a leaving worker exits in any case. Nanoseconds.
    private static final long LAST_MOMENT = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private final boolean awaitsScrape;
    private long lastActivity;
    private @Nullable Long doneAt;
    private @Nullable Long killedAt;
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

    /// Notes that the results are stored.
    void done() {
        if (doneAt == null) {
            doneAt = clock.getAsLong();
        }
    }

    /// Notes that the worker leaves.
    ///
    /// @param time when the process is killed
    void leave(long time) {
        killedAt = time;
    }

    /// Whether the worker leaves.
    boolean isLeaving() {
        return killedAt != null;
    }

    /// Notes that the metrics of the whole run were scraped.
    void scraped() {
        scraped = true;
    }

    /// Whether the process may exit in this state.
    boolean mayExit(WorkerState state) {
        long now = clock.getAsLong();
        if (killedAt != null && (now >= killedAt - LAST_MOMENT || state.compareTo(WorkerState.Armed) < 0)) {
            return true;
        }
        if (doneAt != null) {
            return state != WorkerState.Finished || !awaitsScrape || scraped || now - doneAt > SCRAPE_LIMIT;
        }
        return switch (state) {
            case Armed, Running, Draining -> false;
            case Waiting, Sliced, Finished -> now - lastActivity > IDLE_LIMIT;
        };
    }
}
