package io.fareswarm.model.train;

import java.math.BigDecimal;

/// A sum over rides in twice a double's precision: of a column of [RideValues], or of the products of two.
///
/// Each product and each addition is split into what a double holds and the error that it makes (Ogita, Rump and
/// Oishi's Dot2), which the fused multiply-add and IEEE's rounding make the same on every machine.
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

    /// Adds the products of a column with the same or a later one.
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

    /// Adds a sum of two parts, and lets the first part hold what a double can.
    private void add(double laterHigh, double laterLow) {
        double sum = high + laterHigh;
        double added = sum - high;
        double rest = (high - (sum - added)) + (laterHigh - added) + (low + laterLow);
        high = sum + rest;
        low = rest - (high - sum);
    }

    /// Whether a double can hold it; else it has no value.
    boolean finite() {
        return Double.isFinite(high) && Double.isFinite(low);
    }

    BigDecimal exact() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
