package io.fareswarm.load.measure;

import java.nio.ByteBuffer;
import java.util.Base64;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Histogram of times in microseconds, with exact count, sum, minimum and maximum. Not thread-safe.
public final class HistogramRecorder {
    private final AbstractHistogram histogram;
    private long sumMicros;
    private long minMicros = Long.MAX_VALUE;
    private long maxMicros;

    private HistogramRecorder(AbstractHistogram histogram) {
        this.histogram = histogram;
    }

    /// Creates an empty histogram for at most 2^31 values, such as those of one second. It is half as large as one of a
    /// run.
    public static HistogramRecorder ofSecond() {
        return new HistogramRecorder(new IntCountsHistogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS,
                WorkerProtocol.HISTOGRAM_DIGITS));
    }

    /// Creates an empty histogram for a whole run.
    public static HistogramRecorder ofRun() {
        return new HistogramRecorder(
                new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS));
    }

    /// Counts a time, rounded to the microsecond.
    ///
    /// @param nanos time in nanoseconds, at least 0
    public void record(long nanos) {
        long micros = (nanos + 500) / 1000;
        histogram.recordValue(Math.clamp(micros, 1L, WorkerProtocol.HISTOGRAM_MAX_MICROS));
        sumMicros += micros;
        minMicros = Math.min(minMicros, micros);
        maxMicros = Math.max(maxMicros, micros);
    }

    /// Adds all values of the other.
    public void add(HistogramRecorder other) {
        histogram.add(other.histogram);
        sumMicros += other.sumMicros;
        minMicros = Math.min(minMicros, other.minMicros);
        maxMicros = Math.max(maxMicros, other.maxMicros);
    }

    public void reset() {
        if (histogram.getTotalCount() > 0) {
            histogram.reset();
        }
        sumMicros = 0;
        minMicros = Long.MAX_VALUE;
        maxMicros = 0;
    }

    public long count() {
        return histogram.getTotalCount();
    }

    public long sumMicros() {
        return sumMicros;
    }

    /// A percentile in microseconds, within the histogram's precision; 0 if the histogram is empty.
    public long percentileMicros(double percentile) {
        return count() == 0 ? 0 : Math.min(histogram.getValueAtPercentile(percentile), maxMicros);
    }

    /// Number of values up to a bound in microseconds, within the histogram's precision.
    public long countUpTo(long micros) {
        return histogram.getCountBetweenValues(0, micros);
    }

    /// The protocol record of the values.
    public HistogramReport toReport() {
        if (count() <= 1) {
            return count() == 0 ? HistogramReport.NONE : HistogramReport.of(sumMicros);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        byte[] encoded = new byte[length];
        buffer.get(0, encoded);
        return new HistogramReport(count(), sumMicros, minMicros, maxMicros,
                Base64.getEncoder().encodeToString(encoded));
    }
}
