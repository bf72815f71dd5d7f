/// One thread that sends what is due and reads what is answered: a selector loop over plain sockets with an HTTP/1.1
/// reader of its own, without allocation or lock per request.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.send;
