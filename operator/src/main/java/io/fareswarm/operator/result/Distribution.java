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

    /// @throws IllegalArgumentException when the histogram cannot be read, or does not hold `count` samples
    static Distribution of(HistogramReport report) {
        Counts counts = Counts.decode(report.histogram());
        if (counts.total() != report.count()) {
            throw new IllegalArgumentException("histogram: expected %d samples as its report says, found %d"
                    .formatted(report.count(), counts.total()));
        }
        return report.count() == 0
                ? NONE
                : new Distribution(report.count(), report.sumMicros(), report.minMicros(), report.maxMicros(), counts);
    }

    static Distribution one(long micros) {
        return new Distribution(1, micros, micros, micros, Counts.one(micros));
    }

    Distribution plus(Distribution other) {
        return count == 0 || other.count == 0
                ? count == 0 ? other : this
                : new Distribution(count + other.count, sumMicros + other.sumMicros,
                        Math.min(minMicros, other.minMicros), Math.max(maxMicros, other.maxMicros),
                        counts.plus(other.counts));
    }

    /// The sum of many, in time and memory that do not depend on how different they are.
    static Distribution sum(List<Distribution> parts) {
        List<Distribution> filled = parts.stream().filter(part -> part.count > 0).toList();
        if (filled.size() <= 1) {
            return filled.isEmpty() ? NONE : filled.getFirst();
        }
        long[] dense = new long[Buckets.LENGTH];
        filled.forEach(part -> part.counts.addTo(dense));
        return new Distribution(filled.stream().mapToLong(Distribution::count).sum(),
                filled.stream().mapToLong(Distribution::sumMicros).sum(),
                filled.stream().mapToLong(Distribution::minMicros).min().orElseThrow(),
                filled.stream().mapToLong(Distribution::maxMicros).max().orElseThrow(), Counts.pack(dense));
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
