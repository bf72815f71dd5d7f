package io.fareswarm.operator.capacity;

import io.fareswarm.api.CapacityStatus.Purpose;

/// A part of the search with one arrival rate.
///
/// @param rate arrivals per second
/// @param purpose why the step was made
/// @param counts counts of its seconds so far, without the first [#SETTLING], in which the target adapts to the rate
public record Step(double rate, Purpose purpose, StepCounts counts) {
    /// Seconds at the beginning of a step that do not count.
    public static final int SETTLING = 2;
    /// Share of bad requests above which a step is overloaded. Its counts depend on its length, so only the fact counts.
    static final double OVERLOADED = 0.3;

    int seconds() {
        return counts.seconds();
    }

    long requests() {
        return counts.requests();
    }

    long bad(int limit) {
        return counts.bad().get(limit).requests();
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
}
