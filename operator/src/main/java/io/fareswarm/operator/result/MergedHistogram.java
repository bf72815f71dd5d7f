package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Histogram of times in microseconds: bucket counts with three significant digits for percentiles, and the exact count,
/// sum, minimum and maximum. Immutable. Adding is exact, so order and grouping do not matter.
///
/// @param minMicros 0 when empty
/// @param maxMicros 0 when empty
public record MergedHistogram(long count, long sumMicros, long minMicros, long maxMicros, BucketCounts counts) {
    static final MergedHistogram NONE = new MergedHistogram(0, 0, 0, 0, BucketCounts.NONE);

    /// Maximum count of a report: more than a million requests a second for a week. Sums of some thousand reports fit into a
    /// long.
    private static final long MAX_COUNT = 1L << 40;
    /// Maximum time of a request: twelve days.
    private static final long MAX_MICROS = 1L << 40;
    private static final int OBJECT_BYTES = 96;

    /// @throws IllegalArgumentException if the histogram cannot be decoded, if its samples do not match the count, minimum
    /// and maximum of the report, or if a count or a time is out of range
    static MergedHistogram of(HistogramReport report) {
        if (report.count() < 0 || report.count() > MAX_COUNT || report.minMicros() < 0
                || report.minMicros() > report.maxMicros()) {
            throw new IllegalArgumentException(
                    "histogram: expected 0 to 2^40 samples and a minimum up to the maximum, found %d from %d to %d µs"
                            .formatted(report.count(), report.minMicros(), report.maxMicros()));
        }
        if (report.maxMicros() > MAX_MICROS || report.sumMicros() > BoundedSum.MAX || (report.count() > 0
                && (Math.floorDiv(report.sumMicros(), report.count()) < report.minMicros()
                        || Math.floorDiv(report.sumMicros(), report.count()) > report.maxMicros()))) {
            throw new IllegalArgumentException(
                    "histogram: expected a mean from the minimum to the maximum and times up to 2^40 µs, found a sum of %d for %d samples from %d to %d µs"
                            .formatted(report.sumMicros(), report.count(), report.minMicros(), report.maxMicros()));
        }
        if (report.count() == 1 && report.histogram().isEmpty() && report.minMicros() == report.maxMicros()
                && report.minMicros() == report.sumMicros()) {
            return one(report.minMicros());
        }
        BucketCounts counts = BucketCounts.decode(report.histogram());
        int least = BucketCounts.bucket(report.minMicros());
        int most = BucketCounts.bucket(report.maxMicros());
        long inside = 0;
        long outside = 0;
        BucketCounts.Cursor cursor = counts.cursor();
        while (cursor.next()) {
            if (cursor.count > Long.MAX_VALUE - inside - outside) {
                throw new IllegalArgumentException("histogram: expected less than 2^63 samples, found more");
            }
            boolean within = cursor.index >= least && cursor.index <= most;
            inside += within ? cursor.count : 0;
            outside += within ? 0 : cursor.count;
        }
        if (inside != report.count() || outside != 0) {
            throw new IllegalArgumentException(
                    "histogram: expected %d samples from %d to %d µs as its report says, found %d and %d others"
                            .formatted(report.count(), report.minMicros(), report.maxMicros(), inside, outside));
        }
        return report.count() == 0
                ? NONE
                : new MergedHistogram(report.count(), report.sumMicros(), report.minMicros(), report.maxMicros(),
                        counts);
    }

    /// The histogram in the format of the worker protocol, which [#of] reads.
    HistogramReport toReport() {
        return count == 1 && minMicros == maxMicros && minMicros == sumMicros
                ? HistogramReport.of(sumMicros)
                : new HistogramReport(count, sumMicros, minMicros, maxMicros, counts.encode());
    }

    /// A new histogram of the samples, in microseconds.
    public Histogram histogram() {
        return counts.histogram();
    }

    static MergedHistogram one(long micros) {
        return new MergedHistogram(1, micros, micros, micros, BucketCounts.one(micros));
    }

    static MergedHistogram sum(List<MergedHistogram> parts) {
        List<MergedHistogram> filled = new ArrayList<>(parts.size());
        for (MergedHistogram part : parts) {
            if (part.count > 0) {
                filled.add(part);
            }
        }
        if (filled.size() <= 1) {
            return filled.isEmpty() ? NONE : filled.getFirst();
        }
        long min = Long.MAX_VALUE;
        long max = 0;
        for (MergedHistogram part : filled) {
            min = Math.min(min, part.minMicros);
            max = Math.max(max, part.maxMicros);
        }
        int from = BucketCounts.bucket(min);
        long[] dense = new long[BucketCounts.bucket(max) - from + 1];
        for (MergedHistogram part : filled) {
            part.counts.addTo(dense, from);
        }
        return new MergedHistogram(BoundedSum.of(filled, MergedHistogram::count),
                BoundedSum.of(filled, MergedHistogram::sumMicros), min, max,
                BucketCounts.pack(dense, from));
    }

    /// About the memory of the histogram, bytes.
    long bytes() {
        return isEmpty() ? 0 : OBJECT_BYTES + counts.bytes();
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// Percentile in microseconds: the least value, at the histogram's resolution, that at least `percentile` percent of the
    /// samples do not exceed. Never outside the exact minimum and maximum; 0 when empty.
    ///
    /// @param percentile from 0 to 100
    public long percentileMicros(double percentile) {
        return percentileMicros(histogram(), percentile);
    }

    private long percentileMicros(Histogram histogram, double percentile) {
        return Math.clamp(histogram.getValueAtPercentile(percentile), minMicros, maxMicros);
    }

    /// Percentiles as [#percentileMicros], in milliseconds; null for each when empty.
    public List<@Nullable Double> percentilesMillis(double... percentiles) {
        List<@Nullable Double> millis = new ArrayList<>();
        Histogram histogram = isEmpty() ? null : histogram();
        for (double percentile : percentiles) {
            millis.add(histogram == null ? null : Double.valueOf(percentileMicros(histogram, percentile) / 1e3));
        }
        return millis;
    }

    /// Number of samples that certainly exceed a limit. Samples in the limit's own bucket are not among them.
    public long above(long limitMicros) {
        Histogram histogram = histogram();
        return histogram.getCountBetweenValues(histogram.nextNonEquivalentValue(limitMicros),
                WorkerProtocol.HISTOGRAM_MAX_MICROS);
    }

    /// Mean in microseconds; 0 when empty.
    public double meanMicros() {
        return count == 0 ? 0 : (double) sumMicros / count;
    }
}
