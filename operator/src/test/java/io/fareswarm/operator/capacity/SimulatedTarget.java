package io.fareswarm.operator.capacity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;

/// A server with Poisson arrivals on a virtual clock. Its capacity is known.
final class SimulatedTarget {
    /// A queue: the time at which a request that arrives at a time ends. Times are seconds.
    interface Queue {
        /// @param waiting requests in flight
        /// @return negative for a request that is rejected at once
        double end(double arrival, int waiting, Random random);
    }

    /// Requests that are in flight at most; further ones are dropped.
    private static final int MOST_IN_FLIGHT = 5000;

    private final Queue queue;
    private final Random random;
    private final double limitSeconds;
    private final PriorityQueue<Double> inFlight = new PriorityQueue<>();
    private final Map<Long, Second> seconds = new HashMap<>();
    private final List<SecondCounts> counts = new ArrayList<>();

    /// @param limitSeconds latency above which a response is bad
    SimulatedTarget(Queue queue, double limitSeconds, long seed) {
        this.queue = queue;
        this.limitSeconds = limitSeconds;
        random = new Random(seed);
    }

    private static final class Second {
        long requests;
        long bad;
        final int[] latencies = new int[SecondCounts.BUCKETS];
    }

    /// A queue for servers that take the requests in their order.
    static Queue servers(int servers, Service service) {
        PriorityQueue<Double> ends = new PriorityQueue<>();
        return (arrival, _, random) -> {
            double start = ends.size() < servers ? arrival : Math.max(arrival, ends.remove());
            double end = service.end(start, random);
            ends.add(end);
            return end;
        };
    }

    /// The end of a service that begins at a time.
    interface Service {
        double end(double start, Random random);
    }

    /// Service times with an exponential distribution.
    static Service exponential(double perSecond) {
        return (start, random) -> start - Math.log(1 - random.nextDouble()) / perSecond;
    }

    /// Simulates the next second.
    void run(double rate) {
        long second = counts.size();
        double now = (double) second;
        while (rate > 0) {
            now -= Math.log(1 - random.nextDouble()) / rate;
            if (now >= (double) second + 1) {
                break;
            }
            endUntil(now);
            if (inFlight.size() >= MOST_IN_FLIGHT) {
                count(now, Double.MAX_VALUE, true);
                continue;
            }
            double end = queue.end(now, inFlight.size(), random);
            if (end < 0) {
                count(now, 0, true);
            } else {
                inFlight.add(end);
                count(end, end - now, end - now > limitSeconds);
            }
        }
        endUntil((double) second + 1);
        Second one = Objects.requireNonNullElseGet(seconds.remove(second), Second::new);
        counts.add(new SecondCounts(one.requests, List.of(one.bad), Arrays.stream(one.latencies).boxed().toList(),
                inFlight.size()));
    }

    private void endUntil(double time) {
        while (!inFlight.isEmpty() && inFlight.element() <= time) {
            inFlight.remove();
        }
    }

    private void count(double end, double latency, boolean isBad) {
        Second second = second((long) end);
        second.requests++;
        second.bad += isBad ? 1 : 0;
        second.latencies[SecondCounts.bucket(latency * 1e6)]++;
    }

    private Second second(long second) {
        return seconds.computeIfAbsent(second, _ -> new Second());
    }

    /// Number of simulated seconds.
    long seconds() {
        return counts.size();
    }

    /// The counts of the simulated seconds from `from` on, without those from `to` on.
    List<SecondCounts> counts(long from, long to) {
        return from >= to ? List.of() : counts.subList((int) from, (int) to);
    }

    /// Share of bad requests at a rate, over a long time.
    static double badShare(Queue queue, double limitSeconds, double rate, int length) {
        SimulatedTarget target = new SimulatedTarget(queue, limitSeconds, 1);
        for (long second = 0; second < length; second++) {
            target.run(rate);
        }
        List<SecondCounts> counts = target.counts(Math.min(50, length / 10), length);
        return (double) counts.stream().mapToLong(one -> one.bad().getFirst()).sum()
                / counts.stream().mapToLong(SecondCounts::requests).sum();
    }
}
