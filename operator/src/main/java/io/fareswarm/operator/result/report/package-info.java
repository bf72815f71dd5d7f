/// The files of a report, as text: `result.json`, `junit.xml`, `stats.csv`, `result.html` and histogram logs. In: a
/// merged result and the final status. Out: file names and contents. The platforms store them.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.report;
