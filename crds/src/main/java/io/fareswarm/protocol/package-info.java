/// The worker protocol: what an operator and a worker say to each other over HTTP, as JSON records.
@org.jspecify.annotations.NullMarked
package io.fareswarm.protocol;
