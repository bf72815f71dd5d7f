package io.fareswarm.operator.fleet;

import java.time.Duration;

/// Limits of what all workers of all runs may take of this process together.
///
/// @param calls calls in progress
/// @param reading bytes of memory for the responses that are read, [#READING_FACTOR] for each byte of a response
/// @param stored bytes of memory for the measurements of runs in progress
/// @param time maximum time of one response, from the call to its last byte
public record FleetLimits(FairBudget calls, FairBudget reading, FairBudget stored, Duration time) {
    private static final Duration TIME = Duration.ofSeconds(3);
    /// Memory of a response while it is read and checked, for each of its bytes: its texts, its records, and its packed
    /// histograms.
    static final int READING_FACTOR = 4;
    /// Memory of a call: the buffers of its connection.
    private static final long CALL_BYTES = 64 << 10;

    /// The limits for a heap: an eighth for calls, a quarter for reading and five sixteenths for measurements.
    ///
    /// @param heapBytes maximum size of the heap
    public static FleetLimits of(long heapBytes) {
        return new FleetLimits(new FairBudget(heapBytes / 8 / CALL_BYTES), new FairBudget(heapBytes / 4),
                new FairBudget(heapBytes / 16 * 5), TIME);
    }

    /// The same budgets with another time.
    FleetLimits withTime(Duration other) {
        return new FleetLimits(calls, reading, stored, other);
    }

    /// The limits for the heap of this process.
    public static FleetLimits ofThisProcess() {
        return of(Runtime.getRuntime().maxMemory());
    }
}
