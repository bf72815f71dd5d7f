package io.fareswarm.operator.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.fareswarm.operator.process.OrderlyExit;

/// Handler of Ctrl-C and SIGTERM that delays the exit until the command has ended its work.
///
/// The signal sets [#isRequested]. The running command then stops the load, writes the report and closes this; only then the
/// virtual machine exits, with the signal's exit status.
public final class Interruption implements AutoCloseable {
    private static final CountDownLatch REQUESTED = new CountDownLatch(1);
    private final OrderlyExit exit = new OrderlyExit(REQUESTED::countDown);

    /// Whether a signal has arrived.
    public static boolean isRequested() {
        return REQUESTED.getCount() == 0;
    }

    /// Waits until a signal arrives.
    public void await() throws InterruptedException {
        REQUESTED.await();
    }

    /// Waits for a time, or until a signal arrives.
    static void pause(Duration time) throws InterruptedException {
        if (isRequested()) {
            Thread.sleep(time);
        } else {
            boolean _ = REQUESTED.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        exit.close();
    }
}
