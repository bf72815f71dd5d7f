/// Schedules of requests: pure functions, without clock, thread or socket. In: a slice and its load revisions. Out: the
/// time at which each user's request or each arrival is due.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.pace;
