package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether an operator still sees what happens. A watch that ends is begun anew within seconds; a process in which that has
/// not worked for a minute is better started again than left deaf. Thread-safe.
final class Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
    /// How long a watch may be missing.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Clock time;
    private @Nullable Instant missingSince;

    Liveness(Clock time) {
        this.time = time;
    }

    /// Takes what is seen now.
    ///
    /// @param missing names of the watches that do not go on
    /// @return whether the process should live on
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
            LOG.error("no watch for more than {} s of: {}", PATIENCE.toSeconds(), String.join(", ", missing));
        }
        return live;
    }
}
