/// The metrics that each of the three processes has, and the page that Prometheus scrapes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.metrics;
