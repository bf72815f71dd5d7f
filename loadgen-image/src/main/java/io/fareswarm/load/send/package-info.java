/// Sends requests when they are due and reads their responses, on one thread: a selector loop with its own HTTP/1.1
/// parser. In: a schedule, generated requests, and connections to the target. Out: the outcome of each request, to the
/// recorder and to the schedule.
///
/// On an open connection without TLS, a request and its response need no allocation and no lock. Allocations are needed
/// for TLS, new connections, values from Datafaker, and checks of bodies.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.send;
