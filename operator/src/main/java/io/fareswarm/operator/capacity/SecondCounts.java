package io.fareswarm.operator.capacity;

import java.util.List;

/// Counts of one second of a step. A request belongs to the second in which it ended. A dropped request counts as ended
/// and bad.
///
/// @param requests requests that ended
/// @param bad for each limit, the requests that ended outside of it
/// @param latencies number of requests by latency, in the buckets of [#bucket]
/// @param inFlight requests in flight at the end of the second
public record SecondCounts(long requests, List<Long> bad, List<Integer> latencies, long inFlight) {
    /// Number of latency buckets: from below 1 µs to above 4 h.
    public static final int BUCKETS = 70;

    /// Copies the lists.
    public SecondCounts {
        bad = List.copyOf(bad);
        latencies = List.copyOf(latencies);
    }

    /// The bucket of a latency: two buckets for each power of two, in microseconds.
    public static int bucket(double micros) {
        return micros < 1 ? 0 : (int) Math.min(BUCKETS - 1L, 1 + (long) (2 * Math.log(micros) / Math.log(2)));
    }

    /// Number of requests in a bucket and in all slower ones.
    long from(int bucket) {
        long sum = 0;
        for (int slower = bucket; slower < latencies.size(); slower++) {
            sum += latencies.get(slower);
        }
        return sum;
    }
}
