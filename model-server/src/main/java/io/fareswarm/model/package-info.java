/// The fare model's command line, and the file that joins its two halves: training writes `model.json`, serving reads it.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model;
