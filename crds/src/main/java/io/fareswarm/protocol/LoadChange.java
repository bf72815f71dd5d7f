package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// A change of the load during a run, after an edit of the spec. It applies from one second of the run on. A value is
/// null if the spec does not have it.
///
/// @param second second of the run, counted from the start barrier
/// @param users number of users over all workers
/// @param spawnRate number of users that start or stop per second until `users` is reached
/// @param rate arrivals per second over all workers
public record LoadChange(long second, @Nullable Integer users, @Nullable Double spawnRate, @Nullable Double rate) {}
