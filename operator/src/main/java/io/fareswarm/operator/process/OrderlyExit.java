package io.fareswarm.operator.process;

import java.util.concurrent.CountDownLatch;

/// Delays the exit of the virtual machine after SIGTERM or Ctrl-C until it is closed; the exit status is the signal's.
public final class OrderlyExit implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);

    /// @param stop requests the end of the work; called once, by another thread
    public OrderlyExit(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stop.run();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /// The work has ended.
    @Override
    public void close() {
        ended.countDown();
    }
}
