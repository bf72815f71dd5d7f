package io.fareswarm.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Waits until something is true, which only a broken system takes long for: the deadline bounds a failed test.
public final class Until {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// An assertion mostly starts a kubectl, whose processor time is missing in what it looks at.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Until() {}

    /// Asserts once a second.
    ///
    /// @throws AssertionError the last, when the deadline has passed
    public static void holds(Runnable assertion) {
        holds(PAUSE, assertion);
    }

    /// Asserts again and again.
    ///
    /// @param pause between two tries
    /// @throws AssertionError the last, when the deadline has passed
    public static void holds(Duration pause, Runnable assertion) {
        Instant deadline = Instant.now().plus(PATIENCE);
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
