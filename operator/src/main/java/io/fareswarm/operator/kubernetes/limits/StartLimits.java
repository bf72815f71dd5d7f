package io.fareswarm.operator.kubernetes.limits;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Limits of runs, or of trainings, that go on at the same time.
///
/// @param what word for them in messages, also their key in the chart's values: `runs` or `trainings`
/// @param total number in all namespaces
/// @param perNamespace number, workers and arrival rate of each namespace
public record StartLimits(String what, long total, NamespaceLimits perNamespace) {
    /// Limits of one namespace.
    ///
    /// @param count number of runs or trainings
    /// @param workers workers of all its runs
    /// @param rate arrival rate of all its runs, requests per second
    public record NamespaceLimits(long count, long workers, double rate) {}

    /// Reason why a demand can never be met; empty if it can.
    Optional<String> tooLarge(Demand demand) {
        if (demand.workers() > perNamespace.workers()) {
            return Optional.of("expected at most %d workers (limits.perNamespace.workers of the chart), found %d"
                    .formatted(perNamespace.workers(), demand.workers()));
        }
        return demand.rate() > perNamespace.rate()
                ? Optional.of(
                        "expected at most %s arrivals per second (limits.perNamespace.rate of the chart), found %s"
                                .formatted(number(perNamespace.rate()), number(demand.rate())))
                : Optional.empty();
    }

    /// Reason why one more cannot begin now; empty if it can.
    ///
    /// @param all number of those in progress in all namespaces
    /// @param own demands of those in progress in its namespace
    Optional<String> obstacle(int all, List<Demand> own, Demand demand) {
        Demand sum = own.stream().reduce(demand, Demand::plus);
        if (all >= total) {
            return Optional.of("%d of %d %s are in progress (limits.%s of the chart)".formatted(all, total, what,
                    what));
        }
        if (own.size() >= perNamespace.count()) {
            return Optional.of(
                    "%d of %d %s of this namespace are in progress (limits.perNamespace.%s of the chart)".formatted(
                            own.size(), perNamespace.count(), what, what));
        }
        if (sum.workers() > perNamespace.workers()) {
            return Optional.of(
                    "%d of %d workers of this namespace are in use (limits.perNamespace.workers of the chart), %d more are necessary"
                            .formatted(sum.workers() - demand.workers(), perNamespace.workers(), demand.workers()));
        }
        return sum.rate() > perNamespace.rate()
                ? Optional.of(
                        "%s of %s arrivals per second of this namespace are in use (limits.perNamespace.rate of the chart), %s more are necessary"
                                .formatted(number(sum.rate() - demand.rate()), number(perNamespace.rate()),
                                        number(demand.rate())))
                : Optional.empty();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
