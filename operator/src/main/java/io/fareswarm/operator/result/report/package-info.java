/// The files of a report as text: `result.json`, `stats.csv`, `junit.xml`. Who calls decides where they go.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.report;
