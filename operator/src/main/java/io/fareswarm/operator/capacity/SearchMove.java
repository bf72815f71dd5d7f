package io.fareswarm.operator.capacity;

import io.fareswarm.api.CapacityStatus.Purpose;

/// The next move of a search.
public sealed interface SearchMove {
    /// Begin the next step.
    ///
    /// @param rate arrivals per second
    /// @param pauseSeconds seconds without arrivals before it, in which the target ends the requests that it has
    record NextStep(double rate, Purpose purpose, int pauseSeconds) implements SearchMove {}

    /// End the search.
    record End() implements SearchMove {}
}
