package io.fareswarm.operator.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// What a step counted: everything that a search needs of it, a few numbers for each limit.
///
/// @param seconds number of seconds that count
/// @param requests requests that ended in them
/// @param inFlight requests in flight at the end of the last one
/// @param bad for each limit, the requests outside of it
/// @param slowest the slowest quarter of the requests
public record StepCounts(int seconds, long requests, long inFlight, List<Counted> bad, Counted slowest) {
    /// A number of requests, and how it varies over time.
    ///
    /// @param requests how many requests
    /// @param squares for batches of 1, 2, 4, 8 and 16 seconds, how much their numbers vary: the sum of the squared distances
    /// from the expected number, by the share of the other requests. 0 for less than two batches
    public record Counted(long requests, List<Double> squares) {
        /// Copies the list.
        public Counted { squares = List.copyOf(squares); }

        private static Counted of(List<SecondCounts> seconds, ToLongFunction<SecondCounts> count) {
            long counted = seconds.stream().mapToLong(count).sum();
            long all = seconds.stream().mapToLong(SecondCounts::requests).sum();
            double share = all == 0 ? 0 : (double) counted / all;
            return new Counted(counted, IntStream.range(0, Dispersion.LENGTHS)
                    .mapToObj(length -> squares(seconds, count, share, 1 << length)).toList());
        }

        private static double squares(List<SecondCounts> seconds, ToLongFunction<SecondCounts> count, double share,
                int length) {
            if (!(share > 0 && share < 1) || seconds.size() < 2 * length) {
                return 0;
            }
            double squares = 0;
            for (int batch = 0; batch < seconds.size() / length; batch++) {
                List<SecondCounts> part = seconds.subList(batch * length, (batch + 1) * length);
                double difference = part.stream().mapToLong(count).sum()
                        - share * part.stream().mapToLong(SecondCounts::requests).sum();
                squares += difference * difference / (1 - share);
            }
            return squares;
        }
    }

    /// Copies the list.
    public StepCounts { bad = List.copyOf(bad); }

    /// The counts of some seconds.
    ///
    /// @param limits number of limits
    public static StepCounts of(List<SecondCounts> seconds, int limits) {
        List<Counted> bad = new ArrayList<>();
        for (int limit = 0; limit < limits; limit++) {
            int index = limit;
            bad.add(Counted.of(seconds, second -> second.bad().get(index)));
        }
        int slowest = slowestQuarter(seconds);
        return new StepCounts(seconds.size(), seconds.stream().mapToLong(SecondCounts::requests).sum(),
                seconds.isEmpty() ? 0 : seconds.getLast().inFlight(), bad,
                Counted.of(seconds, second -> second.from(slowest)));
    }

    /// The first latency bucket of the slowest quarter of the requests.
    private static int slowestQuarter(List<SecondCounts> seconds) {
        long all = seconds.stream().mapToLong(SecondCounts::requests).sum();
        long slower = 0;
        int bucket = SecondCounts.BUCKETS;
        do {
            bucket--;
            int index = bucket;
            slower += seconds.stream().mapToLong(second -> second.latencies().get(index)).sum();
        } while (bucket > 0 && slower < 0.25 * all);
        return bucket;
    }
}
