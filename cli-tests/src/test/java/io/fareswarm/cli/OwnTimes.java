package io.fareswarm.cli;

import java.util.Arrays;
import java.util.Collection;

/// What a server itself took for each request, exactly, and what follows for the latencies that its clients saw.
///
/// Each latency is at least what the server took. And clients that never wait spend all their time on requests: so all
/// latencies together take no more than that time, however slow the machine is.
final class OwnTimes {
    private final double[] sorted;
    private final double overhead;

    /// @param nanoseconds that each request took
    /// @param spent by all clients together, milliseconds
    OwnTimes(Collection<Long> nanoseconds, double spent) {
        sorted = nanoseconds.stream().mapToDouble(one -> one / 1e6).sorted().toArray();
        overhead = spent - Arrays.stream(sorted).sum();
    }

    /// The least value that a percentile of the latencies can have, milliseconds.
    double least(double percentile) {
        return sorted[rank(percentile)];
    }

    /// The greatest: were it more, then it and those above it would together take longer than they can.
    double most(double percentile) {
        int from = rank(percentile);
        return (Arrays.stream(sorted, from, sorted.length).sum() + overhead) / (sorted.length - from);
    }

    /// The least value that the mean of the latencies can have, milliseconds.
    double leastMean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    double mostMean() {
        return leastMean() + overhead / sorted.length;
    }

    private int rank(double percentile) {
        return Math.max((int) Math.ceil(percentile * sorted.length / 100 - 1e-9) - 1, 0);
    }
}
