package io.fareswarm.operator.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.fareswarm.operator.capacity.SimulatedTarget.Queue;

/// Many seeded searches for the capacity of one simulated target, beside its true capacity.
///
/// @param truth the true capacity, requests per second
/// @param searches the searches, one for each seed
record CapacityCoverage(double truth, List<VirtualSearch> searches) {
    /// A target whose capacity is known.
    ///
    /// @param limitSeconds limit on the 99th percentile of the latency
    /// @param scale requests per second of its server
    record Known(String name, double truth, double limitSeconds, double scale,
            Supplier<Queue> queue) {}

    static CapacityCoverage of(Known known, int runs) {
        CapacityGoal goal = new CapacityGoal(known.scale / 20, known.scale * 20, 0.05, 0.95, 10, 60, 600,
                List.of(0.01));
        return new CapacityCoverage(known.truth, IntStream.range(0, runs).parallel().mapToObj(
                run -> VirtualSearch.run(goal,
                        new SimulatedTarget(known.queue.get(), known.limitSeconds, 7919L * run + 13)))
                .toList());
    }

    /// Share of the searches whose bounds contain the truth.
    double covered() {
        return (double) searches.stream().map(VirtualSearch::capacity)
                .filter(found -> found.lower() <= truth && truth <= found.upper()).count() / searches.size();
    }

    /// Median distance of the rate found from the truth, as a share of it.
    double medianError() {
        return median(searches.stream().mapToDouble(one -> Math.abs(one.capacity().rate() / truth - 1)).toArray());
    }

    /// Median length of a search, seconds.
    double medianSeconds() {
        return median(searches.stream().mapToDouble(VirtualSearch::seconds).toArray());
    }

    /// Median distance of the bounds, as a share of the truth.
    double medianWidth() {
        return median(searches.stream()
                .mapToDouble(one -> (one.capacity().upper() - one.capacity().lower()) / truth).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// The targets, with their capacities.
    static List<Known> targets() {
        return List.of(oneQueue(1000, 0.02), oneQueue(100, 0.2), fourServers(), fixedService(), rejecting(), warming(),
                stalling());
    }

    /// One queue with exponential service: the time in the system is exponential with the rate mu - lambda.
    static Known oneQueue(double perSecond, double limitSeconds) {
        return new Known("one queue, %.0f/s".formatted(perSecond), perSecond - Math.log(100) / limitSeconds,
                limitSeconds,
                perSecond, () -> SimulatedTarget.servers(1, SimulatedTarget.exponential(perSecond)));
    }

    /// Four servers of 250 requests a second each. The capacity is that of a long simulation.
    static Known fourServers() {
        Supplier<Queue> queue = () -> SimulatedTarget.servers(4, SimulatedTarget.exponential(250));
        return new Known("four servers", simulated(queue, 0.04, 1000), 0.04, 1000, queue);
    }

    /// One server with a fixed service time of 1 ms. The capacity is that of a long simulation.
    static Known fixedService() {
        Supplier<Queue> queue = () -> SimulatedTarget.servers(1, (start, _) -> start + 0.001);
        return new Known("fixed service time", simulated(queue, 0.02, 1000), 0.02, 1000, queue);
    }

    /// One queue that rejects requests when it has ten. The share of rejected requests follows from the load a:
    /// (1 - a) a^10 / (1 - a^11).
    static Known rejecting() {
        Supplier<Queue> queue = () -> {
            Queue served = SimulatedTarget.servers(1, SimulatedTarget.exponential(1000));
            return (arrival, waiting, random) -> waiting >= 10 ? -1 : served.end(arrival, waiting, random);
        };
        double load = root(0.1, 0.99, a -> (1 - a) * Math.pow(a, 10) / (1 - Math.pow(a, 11)) - 0.01);
        return new Known("rejects above ten", 1000 * load, 10, 1000, queue);
    }

    /// One queue that stands still for 50 ms every ten seconds. The capacity is that of a long simulation.
    static Known stalling() {
        Supplier<Queue> queue = () -> SimulatedTarget.servers(1, (start, random) -> {
            double begin = start % 10 < 0.05 ? start - start % 10 + 0.05 : start;
            return SimulatedTarget.exponential(1000).end(begin, random);
        });
        return new Known("stalls every 10 s", simulated(queue, 0.02, 1000), 0.02, 1000, queue);
    }

    /// One queue whose server reaches its speed after two and a half minutes. The capacity is that of the warm server.
    static Known warming() {
        return new Known("warms up for 150 s", 1000 - Math.log(100) / 0.02, 0.02, 1000,
                () -> SimulatedTarget.servers(1, (start, random) -> SimulatedTarget
                        .exponential(Math.min(1000, 300 + 700 * start / 150)).end(start, random)));
    }

    private static double simulated(Supplier<Queue> queue, double limitSeconds, double scale) {
        return root(scale / 2, scale,
                rate -> SimulatedTarget.badShare(queue.get(), limitSeconds, rate, 20_000) - 0.01);
    }

    /// The zero of a rising function.
    private static double root(double from, double to, DoubleUnaryOperator function) {
        double low = from;
        double high = to;
        for (int i = 0; i < 12; i++) {
            double middle = (low + high) / 2;
            if (function.applyAsDouble(middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    /// Prints a table of all targets: `CapacityCoverage RUNS`.
    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        System.out.println("| target | capacity | covered | median error | median width | median s |");
        System.out.println("|---|---|---|---|---|---|");
        for (Known known : targets()) {
            CapacityCoverage coverage = of(known, runs);
            System.out.printf("| %s | %.1f/s | %.1f %% | %.1f %% | %.1f %% | %.0f |%n", known.name, known.truth,
                    100 * coverage.covered(), 100 * coverage.medianError(), 100 * coverage.medianWidth(),
                    coverage.medianSeconds());
        }
    }
}
