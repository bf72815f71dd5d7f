/// Counts samples by task into one-second intervals, on the send thread, without locks. In: the outcome of each
/// request, with its times. Out: complete intervals, through a queue to the reporting thread.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.measure;
