/// Measuring: the send thread counts samples by task into one-second intervals, which pass to the reporting thread.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.measure;
