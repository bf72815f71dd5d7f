package io.fareswarm.operator.capacity;

/// The capacity that a search found.
///
/// @param rate requests per second at which every limit holds; 0 if there is none
/// @param lower lower bound of the capacity; 0 if there is none
/// @param upper upper bound of the capacity; infinite if there is none, such as when no limit was exceeded
/// @param limit index of the limit that determines the capacity; -1 if no limit was exceeded
/// @param isConfirmed whether a step at this rate, after the search, was within every limit
public record Capacity(double rate, double lower, double upper, int limit, boolean isConfirmed) {}
