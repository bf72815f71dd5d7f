/// One thread that sends what is due and reads what is answered: a selector loop over plain sockets with an HTTP/1.1
/// reader of its own. On a kept, plain connection nothing is allocated or locked for a request and its answer; TLS, new
/// connections, what Datafaker draws, and answers that are looked into have their cost.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.send;
