package io.fareswarm.operator.result;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

import org.HdrHistogram.HistogramIterationValue;

/// The ranges of latency of a heat map: 40 buckets whose bounds grow by a constant factor from 0.1 ms to 60 s. The last bucket
/// has no upper bound.
public final class HeatBuckets {
    /// Number of buckets.
    public static final int COUNT = 40;
    private static final double FIRST_MS = 0.1;
    private static final double LAST_MS = 60_000;
    private static final double[] BOUNDS = DoubleStream
            .iterate(FIRST_MS, bound -> bound * Math.pow(LAST_MS / FIRST_MS, 1.0 / (COUNT - 2)))
            .limit(COUNT - 1).map(bound -> Math.round(bound * 1e3) / 1e3).toArray();

    private HeatBuckets() {}

    /// Upper bounds of the buckets but the last, milliseconds.
    public static List<Double> bounds() {
        return Arrays.stream(BOUNDS).boxed().toList();
    }

    /// Requests by the bucket of their latency, without zeros.
    public static SortedMap<Integer, Long> counts(MergedTask samples) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        for (HistogramIterationValue value : samples.latency().histogram().recordedValues()) {
            int found = Arrays.binarySearch(BOUNDS, value.getValueIteratedTo() / 1e3);
            counts.merge(found < 0 ? -found - 1 : found, value.getCountAtValueIteratedTo(), Long::sum);
        }
        return counts;
    }
}
