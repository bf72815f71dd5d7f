package io.fareswarm.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/// Counts the operator's writes and the events of its watches, and decides where the fault strikes. Thread-safe.
final class FaultInjector {
    /// How long the API server is away in an outage.
    private static final Duration OUTAGE = Duration.ofSeconds(3);
    /// How far a server is behind, and how long a watch holds its events back.
    private static final Duration DELAY = Duration.ofSeconds(1);
    /// Number of writes between the older lists and the crash.
    private static final int STALE_WRITES = 4;

    /// What a fault does beyond the one call.
    interface Surroundings {
        /// Kills the operator's process, and starts the next one.
        void crash();

        /// Ends all connections of the operator.
        void cutAll();

        /// The current responses to the first lists of all informers, by their targets.
        Map<String, String> lists();
    }

    private final Surroundings surroundings;
    private final Map<String, String> olderLists = new ConcurrentHashMap<>();
    private @Nullable Fault fault;
    private int writes;
    private int events;
    private @Nullable String struck;
    private long awayUntil = System.nanoTime();
    private boolean behind;

    FaultInjector(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Begins to count from 0.
    ///
    /// @param next the fault of the stage that begins; null for none
    synchronized void begin(@Nullable Fault next) {
        fault = next;
        writes = 0;
        events = 0;
        struck = null;
        behind = false;
        olderLists.clear();
    }

    synchronized int writes() {
        return writes;
    }

    synchronized int events() {
        return events;
    }

    /// The call or the event that the fault struck; empty while it has not.
    synchronized Optional<String> struck() {
        return Optional.ofNullable(struck);
    }

    Treatment treat(ApiCall call) {
        Optional<FaultKind> strikes;
        synchronized (this) {
            if (awayUntil - System.nanoTime() > 0) {
                return new Treatment.Cut(false, () -> {});
            }
            String older = behind ? olderLists.get(call.target()) : null;
            if (older != null) {
                return new Treatment.Respond(200, older);
            }
            if (!call.isWrite()) {
                return new Treatment.Forward();
            }
            writes++;
            strikes = strikes(false, writes, call.toString());
        }
        readLists();
        return strikes.map(this::treatment).orElseGet(Treatment.Forward::new);
    }

    private synchronized Optional<FaultKind> strikes(boolean watch, int count, String where) {
        if (fault == null || fault.kind().isOfWatch() != watch || fault.number() != count || struck != null) {
            return Optional.empty();
        }
        struck = where;
        return Optional.of(fault.kind());
    }

    /// Reads the older lists some writes before a crash that needs them.
    private void readLists() {
        boolean due;
        synchronized (this) {
            due = fault != null && fault.kind().isStale() && olderLists.isEmpty()
                    && writes >= fault.number() - STALE_WRITES;
        }
        if (due) {
            olderLists.putAll(surroundings.lists());
        }
    }

    private Treatment treatment(FaultKind kind) {
        return switch (kind) {
            case CUT_BEFORE -> new Treatment.Cut(false, () -> {});
            case CUT_AFTER -> new Treatment.Cut(true, () -> {});
            case CONFLICT -> Treatment.failure(409, "Conflict",
                    "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version");
            case THROTTLED -> Treatment.failure(429, "TooManyRequests", "too many requests, please try again later");
            case ERROR -> Treatment.failure(500, "InternalError", "etcdserver: request timed out");
            case UNAVAILABLE -> Treatment.failure(503, "ServiceUnavailable", "apiserver not ready");
            case CRASH_BEFORE -> new Treatment.Cut(false, surroundings::crash);
            case CRASH_AFTER -> new Treatment.Cut(true, surroundings::crash);
            case OUTAGE -> {
                synchronized (this) {
                    awayUntil = System.nanoTime() + OUTAGE.toNanos();
                }
                yield new Treatment.Cut(false, surroundings::cutAll);
            }
            case STALE_LISTS, STALE_RESOURCES -> {
                synchronized (this) {
                    behind = true;
                    if (kind == FaultKind.STALE_RESOURCES) {
                        olderLists.keySet().removeIf(target -> !new ApiCall("GET", target).isOfOwnKind());
                    }
                }
                yield new Treatment.Cut(true, surroundings::crash);
            }
            case WATCH_DELAYED, WATCH_REPEATED, WATCH_EXPIRED -> new Treatment.Forward();
        };
    }

    /// What happens to an event of a watch before it reaches the operator; empty for nothing.
    Optional<FaultKind> strikes(String event) {
        int count;
        synchronized (this) {
            events++;
            count = events;
        }
        Optional<FaultKind> kind = strikes(true, count, event);
        if (kind.filter(FaultKind.WATCH_DELAYED::equals).isPresent()) {
            LockSupport.parkNanos(DELAY.toNanos());
        }
        return kind;
    }

    /// Holds a new watch back while the server is behind.
    void awaitServer() {
        boolean waits;
        synchronized (this) {
            waits = behind;
        }
        if (waits) {
            LockSupport.parkNanos(DELAY.toNanos());
        }
    }
}
