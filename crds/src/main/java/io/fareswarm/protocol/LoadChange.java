package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// The load from a second of the run on, after an edit. What is null was not given.
///
/// @param second of the run, from the start barrier
/// @param users of all workers together
/// @param spawnRate at which users come and leave until there are so many
/// @param rate of arrivals, a second
public record LoadChange(long second, @Nullable Integer users, @Nullable Double spawnRate, @Nullable Double rate) {}
