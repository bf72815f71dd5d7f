/// Stores and reports a run's measurements. In: one-second intervals from the send thread. Out: the protocol's interval
/// reports and totals, and Prometheus metrics of the same counts.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.report;
