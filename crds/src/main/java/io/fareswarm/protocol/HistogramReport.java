package io.fareswarm.protocol;

/// A histogram of microseconds, with the exact figures that its buckets lose.
///
/// @param sumMicros exact sum
/// @param minMicros exact minimum, 0 when empty
/// @param maxMicros exact maximum, 0 when empty
/// @param histogram HdrHistogram's V2 encoding in Base64, empty when count is 0; range and digits as in [WorkerProtocol]
public record HistogramReport(long count, long sumMicros, long minMicros, long maxMicros, String histogram) {}
