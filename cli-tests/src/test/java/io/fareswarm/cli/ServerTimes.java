package io.fareswarm.cli;

import java.util.Arrays;
import java.util.Collection;

/// Exact times of a server's requests, as the server measured them, and bounds that follow for the clients' latencies.
///
/// A latency is at least the server's time. Clients without waits spend all their time on requests, so that the sum of all
/// latencies is at most that time, however slow the machine is.
final class ServerTimes {
    private final double[] sorted;
    private final double overhead;

    /// @param nanoseconds of each request
    /// @param spent time of all clients together, milliseconds
    ServerTimes(Collection<Long> nanoseconds, double spent) {
        sorted = nanoseconds.stream().mapToDouble(one -> one / 1e6).sorted().toArray();
        overhead = spent - Arrays.stream(sorted).sum();
    }

    /// The least possible value of a percentile of the latencies, milliseconds.
    double lowerBound(double percentile) {
        return sorted[rank(percentile)];
    }

    /// The greatest possible value of a percentile, milliseconds: with a greater one, the latencies from it on would exceed
    /// the sum.
    double upperBound(double percentile) {
        int from = rank(percentile);
        return (Arrays.stream(sorted, from, sorted.length).sum() + overhead) / (sorted.length - from);
    }

    /// The least possible mean of the latencies, milliseconds.
    double meanLowerBound() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    /// The greatest possible mean of the latencies, milliseconds.
    double meanUpperBound() {
        return meanLowerBound() + overhead / sorted.length;
    }

    private int rank(double percentile) {
        return Math.max((int) Math.ceil(percentile * sorted.length / 100 - 1e-9) - 1, 0);
    }
}
