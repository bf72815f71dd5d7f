package io.fareswarm.protocol;

/// Figures of a worker's last whole second, for a live view. No result is made of them: results come from intervals.
///
/// @param users that were active in the second; in the open model, requests in flight
/// @param requests that ended in the second
/// @param lagMicros 99th percentile of the generator's lag, microseconds
/// @param turnMicros longest turn of the send loop, microseconds
/// @param cpuMillis CPU time that the process used in the second, milliseconds
/// @param memoryBytes resident memory of the process; 0 where the system does not show it
public record WorkerHealth(long users, long requests, long lagMicros, long turnMicros, long cpuMillis,
        long memoryBytes) {
    /// More than any worker has: a tebibyte, or twelve days in microseconds.
    private static final long MOST = 1L << 40;

    /// @throws IllegalArgumentException when a figure is not from 0 to 2^40, as in JSON of another program
    public WorkerHealth {
        for (long figure : new long[]{users, requests, lagMicros, turnMicros, cpuMillis, memoryBytes}) {
            if (figure < 0 || figure > MOST) {
                throw new IllegalArgumentException("health: expected figures from 0 to 2^40, found " + figure);
            }
        }
    }

    /// With what the process used.
    public WorkerHealth withProcess(long cpu, long memory) {
        return new WorkerHealth(users, requests, lagMicros, turnMicros, cpu, memory);
    }
}
