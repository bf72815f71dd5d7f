/// What happened: counts and histograms by task, gathered by the send thread into seconds that are handed over closed.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.measure;
