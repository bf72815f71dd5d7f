/// Schedules of requests: pure functions of a slice, without clock, thread or socket.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.pace;
