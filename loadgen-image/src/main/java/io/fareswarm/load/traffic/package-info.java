/// The content of requests: which task is next, and its request as bytes, both drawn from the run's seed alone.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.traffic;
