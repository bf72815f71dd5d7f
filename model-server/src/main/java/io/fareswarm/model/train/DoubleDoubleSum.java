package io.fareswarm.model.train;

import java.math.BigDecimal;

/// Sum with twice the precision of a double. It adds a column of [RideValues], or the products of two columns.
///
/// Each product and each addition is split into a double and its rounding error (algorithm Dot2 of Ogita, Rump and
/// Oishi). Fused multiply-add and IEEE rounding give the same result on every machine.
final class DoubleDoubleSum {
    private double high;
    private double low;

    void clear() {
        high = 0;
        low = 0;
    }

    /// Adds the values of a column.
    void addValues(RideValues rides, int column) {
        double[] values = rides.values();
        int end = rides.count() * RideValues.WIDTH;
        double sum = 0;
        double errors = 0;
        for (int at = column; at < end; at += RideValues.WIDTH) {
            double value = values[at];
            double next = sum + value;
            double added = next - sum;
            errors += (sum - (next - added)) + (value - added);
            sum = next;
        }
        add(sum, errors);
    }

    /// Adds the products of two columns.
    ///
    /// @param right the same column as `left`, or a later one
    void addProducts(RideValues rides, int left, int right) {
        double[] values = rides.values();
        int end = rides.count() * RideValues.WIDTH;
        double sum = 0;
        double errors = 0;
        for (int at = right; at < end; at += RideValues.WIDTH) {
            double one = values[at - right + left];
            double other = values[at];
            double value = one * other;
            double next = sum + value;
            double added = next - sum;
            errors += Math.fma(one, other, -value) + ((sum - (next - added)) + (value - added));
            sum = next;
        }
        add(sum, errors);
    }

    void add(DoubleDoubleSum later) {
        add(later.high, later.low);
    }

    /// Adds a double-double and normalizes the result.
    private void add(double laterHigh, double laterLow) {
        double sum = high + laterHigh;
        double added = sum - high;
        double rest = (high - (sum - added)) + (laterHigh - added) + (low + laterLow);
        high = sum + rest;
        low = rest - (high - sum);
    }

    /// Whether the sum is within the range of a double. Otherwise the sum is undefined.
    boolean finite() {
        return Double.isFinite(high) && Double.isFinite(low);
    }

    BigDecimal exact() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
