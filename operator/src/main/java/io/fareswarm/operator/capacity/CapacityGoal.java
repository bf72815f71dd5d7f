package io.fareswarm.operator.capacity;

import java.util.List;

/// What a search looks for, and its bounds.
///
/// @param startRate requests per second of the first step
/// @param maxRate maximum rate of a step, requests per second
/// @param precision the search ends when both bounds are about this share of the rate away from it, such as 0.05
/// @param confidence share of the searches whose bounds contain the capacity, such as 0.95
/// @param stepSeconds length of a step
/// @param confirmSeconds length of the last step, at the rate found
/// @param seconds length of the whole search
/// @param badShares for each limit, the share of bad requests that it allows, such as 0.01 for a limit on the 99th
/// percentile of the latency
public record CapacityGoal(double startRate, double maxRate, double precision, double confidence, int stepSeconds,
        int confirmSeconds, long seconds, List<Double> badShares) {
    /// @throws IllegalArgumentException if there is no limit, or one allows no request or every request to be bad
    public CapacityGoal {
        badShares = List.copyOf(badShares);
        if (badShares.isEmpty() || badShares.stream().anyMatch(share -> !(share > 0 && share < 1))) {
            throw new IllegalArgumentException(
                    "expected at least one limit, and shares of bad requests between 0 and 1, found " + badShares);
        }
    }
}
