package io.fareswarm.operator.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM, turned into a wish that the running command fulfils: it stops the load, keeps the result and
/// returns. The virtual machine waits for that, as long as it takes but no longer than the command's own bounds, and
/// ends with the signal's exit status.
final class Interruption implements AutoCloseable {
    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /// Watches until it is closed.
    Interruption() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("interruption").unstarted(() -> {
            ASKED.countDown();
            try {
                finished.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /// Whether the process was told to end.
    static boolean asked() {
        return ASKED.getCount() == 0;
    }

    /// Waits, but not when the process is told to end.
    static void pause(java.time.Duration time) throws InterruptedException {
        if (asked()) {
            Thread.sleep(time);
        } else {
            boolean _ = ASKED.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
