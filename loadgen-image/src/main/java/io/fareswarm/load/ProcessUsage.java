package io.fareswarm.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;

import io.fareswarm.protocol.WorkerHealth;

/// What this process uses of the machine. Thread-safe.
final class ProcessUsage {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    /// Shorter spans say little about the use of CPU. Nanoseconds.
    private static final long SHORTEST = 500_000_000L;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final LongSupplier clock;
    private long cpuNanos;
    private long at;
    private long cpuMillis;

    /// @param clock monotonic nanoseconds
    ProcessUsage(LongSupplier clock) {
        this.clock = clock;
        cpuNanos = system.getProcessCpuTime();
        at = clock.getAsLong();
    }

    /// With the CPU time for each second since an earlier call, and the resident memory; 0 where the system does not show
    /// them.
    synchronized WorkerHealth completed(WorkerHealth measured) {
        long span = clock.getAsLong() - at;
        if (span >= SHORTEST) {
            long used = system.getProcessCpuTime();
            cpuMillis = Math.max(0, Math.round((used - cpuNanos) * 1e3 / span));
            cpuNanos = used;
            at += span;
        }
        return measured.withProcess(cpuMillis, memoryBytes());
    }

    private static long memoryBytes() {
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
