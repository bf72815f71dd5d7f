/// What the worker tells others: the closed seconds and the totals, as protocol records and as Prometheus metrics.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.report;
