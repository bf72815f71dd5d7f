package io.fareswarm.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What goes wrong between the operator and the API server.
enum FaultKind {
    /// The connection ends, and the API server never receives the write.
    CUT_BEFORE,
    /// The API server carries out the write, and the connection ends before its response.
    CUT_AFTER,
    /// The API server rejects the write with this status.
    CONFLICT, THROTTLED, ERROR, UNAVAILABLE,
    /// The operator's process is killed, and the API server never receives the write.
    CRASH_BEFORE,
    /// The API server carries out the write, and the operator's process is killed before the response.
    CRASH_AFTER,
    /// From the write on, no call is possible for three seconds, and all watches end.
    OUTAGE,
    /// Like [#CRASH_AFTER]. The next process reads older lists, of all kinds, from a server that is behind by a second.
    STALE_LISTS,
    /// Like [#STALE_LISTS], but only the lists of LoadTests and FareModels are older.
    STALE_RESOURCES,
    /// A watch delivers an event, and all after it, a second later.
    WATCH_DELAYED,
    /// A watch delivers the last three events twice.
    WATCH_REPEATED,
    /// In place of an event, a watch ends with 410 Gone.
    WATCH_EXPIRED;

    /// Whether the fault's number counts events of watches, and not writes.
    boolean isOfWatch() {
        return this == WATCH_DELAYED || this == WATCH_REPEATED || this == WATCH_EXPIRED;
    }

    /// Whether the operator's process is killed.
    boolean isCrash() {
        return switch (this) {
            case CRASH_BEFORE, CRASH_AFTER, STALE_LISTS, STALE_RESOURCES -> true;
            default -> false;
        };
    }

    boolean isStale() {
        return this == STALE_LISTS || this == STALE_RESOURCES;
    }

    /// The kind of this name.
    ///
    /// @throws IllegalArgumentException for another name, with the known ones
    static FaultKind of(String name) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a fault of %s, found %s".formatted(
                        Arrays.stream(values()).map(FaultKind::toString).collect(Collectors.joining(", ")), name)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
