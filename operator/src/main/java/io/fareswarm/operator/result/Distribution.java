package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import io.fareswarm.api.worker.HistogramReport;

/// How long something took, in microseconds: exact count, sum, minimum and maximum, and a histogram of three significant
/// digits for the percentiles. Immutable; adding is exact, so order and grouping do not matter.
///
/// @param minMicros 0 when empty
/// @param maxMicros 0 when empty
public record Distribution(long count, long sumMicros, long minMicros, long maxMicros, Counts counts) {
    static final Distribution NONE = new Distribution(0, 0, 0, 0, Counts.NONE);

    /// @throws IllegalArgumentException when the histogram cannot be read, or is not of `count` samples from the minimum to
    /// the maximum that its report says
    static Distribution of(HistogramReport report) {
        Counts counts = Counts.decode(report.histogram());
        int least = Buckets.indexOf(report.minMicros());
        int most = Buckets.indexOf(report.maxMicros());
        long inside = 0;
        long outside = 0;
        Counts.Cursor cursor = counts.cursor();
        while (cursor.next()) {
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
                : new Distribution(report.count(), report.sumMicros(), report.minMicros(), report.maxMicros(), counts);
    }

    /// Says the same as a report, which [#of] reads.
    HistogramReport report() {
        return new HistogramReport(count, sumMicros, minMicros, maxMicros, counts.encode());
    }

    /// The histogram as a histogram log has it: HdrHistogram's compressed V2 encoding in Base64.
    public String compressed() {
        return counts.encodeCompressed();
    }

    static Distribution one(long micros) {
        return new Distribution(1, micros, micros, micros, Counts.one(micros));
    }

    static Distribution sum(List<Distribution> parts) {
        List<Distribution> filled = parts.stream().filter(part -> part.count > 0).toList();
        if (filled.size() <= 1) {
            return filled.isEmpty() ? NONE : filled.getFirst();
        }
        long min = filled.stream().mapToLong(Distribution::minMicros).min().orElseThrow();
        long max = filled.stream().mapToLong(Distribution::maxMicros).max().orElseThrow();
        int from = Buckets.indexOf(min);
        long[] dense = new long[Buckets.indexOf(max) - from + 1];
        filled.forEach(part -> part.counts.addTo(dense, from));
        return new Distribution(filled.stream().mapToLong(Distribution::count).sum(),
                filled.stream().mapToLong(Distribution::sumMicros).sum(), min, max, Counts.pack(dense, from));
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// The least value of the histogram's resolution that at least `percentile` percent of the samples do not exceed,
    /// microseconds; never above the exact maximum. 0 when empty.
    ///
    /// @param percentile from 0 to 100
    public long percentileMicros(double percentile) {
        // Exact, so that 99.9 % of 1,000 samples are 999 and not 999.0000000000001.
        long rank = BigDecimal.valueOf(percentile).multiply(BigDecimal.valueOf(count)).movePointLeft(2)
                .setScale(0, RoundingMode.CEILING).longValueExact();
        long seen = 0;
        Counts.Cursor cursor = counts.cursor();
        while (cursor.next()) {
            seen += cursor.count;
            if (seen >= rank) {
                return Math.min(Buckets.highest(cursor.index), maxMicros);
            }
        }
        return maxMicros;
    }

    /// How many samples are above a limit for certain: those in the bucket of the limit itself are not.
    public long above(long limitMicros) {
        long above = 0;
        Counts.Cursor cursor = counts.cursor();
        while (cursor.next()) {
            if (Buckets.lowest(cursor.index) > limitMicros) {
                above += cursor.count;
            }
        }
        return above;
    }

    /// Microseconds; 0 when empty.
    public double meanMicros() {
        return count == 0 ? 0 : (double) sumMicros / count;
    }
}
