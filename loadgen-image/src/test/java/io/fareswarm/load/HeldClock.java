package io.fareswarm.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Clock that stands one second before the start barrier until it is released.
final class HeldClock implements LongSupplier {
    static final long BARRIER = TimeUnit.MINUTES.toNanos(1);
    private final AtomicLong released = new AtomicLong();

    void release() {
        released.set(System.nanoTime());
    }

    @Override
    public long getAsLong() {
        long since = released.get();
        return BARRIER - TimeUnit.SECONDS.toNanos(1) + (since == 0 ? 0 : System.nanoTime() - since);
    }
}
