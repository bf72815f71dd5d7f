package io.fareswarm.model;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;

import javax.management.NotificationEmitter;

/// The old generation of this process' heap.
final class OldGeneration {
    /// Size in bytes of the old generation above which the garbage is collected. It is twice the size of the live
    /// objects of a server without connections.
    private static final long SIZE = 16 << 20;

    private OldGeneration() {}

    /// Collects the old generation when it has grown, long before it is full, from now on. Helidon's reader links the
    /// buffers of a connection in a list. So one dead buffer in the old generation prevents young collections from freeing all
    /// later buffers. To be called once in a process: each call adds a collection.
    static void collectWhenItGrows() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Tenured Gen")) {
                pool.setUsageThreshold(SIZE);
                // The notification comes once, when the threshold is crossed. So the next threshold is above the live objects,
                // which a thousand connections make larger than the first one.
                ((NotificationEmitter) ManagementFactory.getMemoryMXBean()).addNotificationListener((_, _) -> {
                    System.gc();
                    MemoryUsage live = pool.getUsage();
                    pool.setUsageThreshold(Math.clamp(live.getUsed() + SIZE / 2, SIZE, live.getMax()));
                }, event -> event.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), null);
            }
        }
    }
}
