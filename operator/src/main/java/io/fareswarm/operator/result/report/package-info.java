/// The files of a report as text: `result.json`, `junit.xml`, `stats.csv`, `result.html` and histogram logs. Callers store
/// them.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.report;
