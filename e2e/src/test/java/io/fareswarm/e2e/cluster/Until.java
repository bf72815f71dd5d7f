package io.fareswarm.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Waits until an assertion holds.
public final class Until {
    /// Maximum time to wait. Only a failing test waits this long.
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /// Pause between two attempts. Most assertions start kubectl, which takes processor time from the cluster.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Until() {}

    /// Repeats an assertion once a second until it holds.
    ///
    /// @throws AssertionError the last failure, after the timeout
    public static void holds(Runnable assertion) {
        holds(PAUSE, assertion);
    }

    /// Repeats an assertion until it holds.
    ///
    /// @param pause pause between two attempts
    /// @throws AssertionError the last failure, after the timeout
    public static void holds(Duration pause, Runnable assertion) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
