/// Sends requests when they are due and reads their responses, on one thread: a selector loop with an HTTP/1.1 parser of its own.
/// In: a schedule, generated requests, and connections to the target.
/// Out: the outcome of each request, to the recorder and to the schedule.
///
/// On an open, plain connection a request and its response allocate nothing and lock nothing; TLS, new connections, values from
/// Datafaker, and checks of bodies do allocate.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.send;
