/// One thread that sends requests when they are due and reads their responses: a selector loop over plain sockets with an
/// HTTP/1.1 parser of its own. On an open, plain connection a request and its response allocate nothing and lock nothing;
/// TLS, new connections, values from Datafaker, and checks of bodies do allocate.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.send;
