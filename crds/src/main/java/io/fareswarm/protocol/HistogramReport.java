package io.fareswarm.protocol;

import java.util.Objects;

/// A histogram of microseconds, with the exact figures that its buckets lose.
///
/// @param sumMicros exact sum
/// @param minMicros exact minimum, 0 when empty
/// @param maxMicros exact maximum, 0 when empty
/// @param histogram HdrHistogram's V2 encoding in Base64; range and digits as in [WorkerProtocol]. Empty for no value, and for
/// a single one, which is the minimum
public record HistogramReport(long count, long sumMicros, long minMicros, long maxMicros, String histogram) {
    /// @throws NullPointerException when the histogram is missing, as in JSON of another program
    public HistogramReport { Objects.requireNonNull(histogram); }

    /// No values.
    public static final HistogramReport NONE = new HistogramReport(0, 0, 0, 0, "");

    /// A single value.
    public static HistogramReport of(long micros) {
        return new HistogramReport(1, micros, micros, micros, "");
    }
}
