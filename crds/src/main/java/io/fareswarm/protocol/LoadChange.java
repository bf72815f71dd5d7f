package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// A step of the load profile: the load from one second of the run on, after an edit. A field is null when the spec has no
/// value for it.
///
/// @param second of the run, from the start barrier
/// @param users of all workers together
/// @param spawnRate users a second that start or stop until `users` is reached
/// @param rate of arrivals of all workers together, a second
public record LoadChange(long second, @Nullable Integer users, @Nullable Double spawnRate, @Nullable Double rate) {}
