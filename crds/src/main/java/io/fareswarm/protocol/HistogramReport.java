package io.fareswarm.protocol;

/// A histogram of times in microseconds, with the exact count, sum, minimum and maximum. Range and digits of the
/// histogram are those of [WorkerProtocol].
///
/// @param count number of values
/// @param sumMicros exact sum of the values
/// @param minMicros exact minimum; 0 if there are no values
/// @param maxMicros exact maximum; 0 if there are no values
/// @param histogram HdrHistogram's V2 encoding in Base64; empty for no value, and for a single value, which is
/// `minMicros`
public record HistogramReport(long count, long sumMicros, long minMicros, long maxMicros, String histogram) {
    /// @throws NullPointerException if the histogram is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if the text is longer than that of any histogram
    public HistogramReport { Bounds.requireText("histogram", histogram, WorkerProtocol.MAX_HISTOGRAM); }

    /// A histogram without values.
    public static final HistogramReport NONE = new HistogramReport(0, 0, 0, 0, "");

    /// A histogram of a single value.
    public static HistogramReport of(long micros) {
        return new HistogramReport(1, micros, micros, micros, "");
    }
}
