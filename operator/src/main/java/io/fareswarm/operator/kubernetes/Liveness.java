package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Liveness check on stalled watches. A watch that ends normally restarts within seconds; when one has been missing for a
/// minute, the process should restart. Thread-safe.
final class Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
    /// How long a watch may be missing.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Clock time;
    private @Nullable Instant missingSince;

    Liveness(Clock time) {
        this.time = time;
    }

    /// Updates the check.
    ///
    /// @param missing names of the watches that are down now
    /// @return false when the process should restart
    synchronized boolean isLive(List<String> missing) {
        if (missing.isEmpty()) {
            missingSince = null;
            return true;
        }
        Instant now = time.instant();
        if (missingSince == null) {
            missingSince = now;
        }
        boolean live = now.isBefore(missingSince.plus(PATIENCE));
        if (!live) {
            LOG.error("expected all watches, found these down for more than {} s: {}", PATIENCE.toSeconds(),
                    String.join(", ", missing));
        }
        return live;
    }
}
