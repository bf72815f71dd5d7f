/// Reporting: one-second intervals and totals, as protocol records and as Prometheus metrics.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.report;
