/// What is sent: which task comes next, and its request as bytes, drawn from the run's seed alone.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.traffic;
