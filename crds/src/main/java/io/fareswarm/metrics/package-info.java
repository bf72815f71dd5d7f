/// Metrics common to all processes, and the page that Prometheus scrapes. In: meters and filters of the process. Out: a
/// Micrometer registry, and its metrics as text. Uses no other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.metrics;
