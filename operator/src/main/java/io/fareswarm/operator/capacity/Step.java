package io.fareswarm.operator.capacity;

import java.util.List;

/// A part of the search with one arrival rate.
///
/// @param rate arrivals per second
/// @param purpose why the step was made
/// @param seconds counts of its seconds so far, without the first [#SETTLING], in which the target adapts to the rate
public record Step(double rate, Purpose purpose, List<SecondCounts> seconds) {
    /// Seconds at the beginning of a step that do not count.
    public static final int SETTLING = 2;
    /// Share of bad requests above which a step is overloaded. Its counts depend on its length, so only the fact counts.
    static final double OVERLOADED = 0.3;

    /// Why a step is made: to double the rate until a limit is exceeded, to halve the range in which the capacity lies,
    /// to measure around the estimate, or to confirm the rate found.
    public enum Purpose {
        RAMP, NARROW, MEASURE, CONFIRM
    }

    /// Copies the list.
    public Step { seconds = List.copyOf(seconds); }

    long requests() {
        return seconds.stream().mapToLong(SecondCounts::requests).sum();
    }

    long bad(int limit) {
        return seconds.stream().mapToLong(second -> second.bad().get(limit)).sum();
    }

    /// Share of bad requests; 0 without requests.
    double badShare(int limit) {
        return requests() == 0 ? 0 : (double) bad(limit) / requests();
    }

    boolean isOverloaded(int limit) {
        return badShare(limit) >= OVERLOADED;
    }

    boolean isOverloaded(CapacityGoal goal) {
        for (int limit = 0; limit < goal.badShares().size(); limit++) {
            if (isOverloaded(limit)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the share of bad requests, as observed, is within every limit. This is no statement about the capacity.
    boolean isWithin(CapacityGoal goal) {
        for (int limit = 0; limit < goal.badShares().size(); limit++) {
            if (badShare(limit) > goal.badShares().get(limit)) {
                return false;
            }
        }
        return true;
    }

    /// The first bucket of the slowest quarter of the requests.
    int slowestQuarter() {
        int bucket = SecondCounts.BUCKETS - 1;
        while (bucket > 0 && from(bucket) < 0.25 * requests()) {
            bucket--;
        }
        return bucket;
    }

    private long from(int bucket) {
        return seconds.stream().mapToLong(second -> second.from(bucket)).sum();
    }
}
