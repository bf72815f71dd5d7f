package io.fareswarm.model.train;

import java.util.Arrays;

/// Rides as three doubles each: longitude feature, latitude feature, fare. Used again and again.
final class RideValues {
    /// Doubles that a ride takes in [#values].
    static final int WIDTH = 3;

    private double[] values;
    private int count;

    /// @param capacity rides to have room for at first
    RideValues(int capacity) {
        values = new double[WIDTH * capacity];
    }

    void clear() {
        count = 0;
    }

    void add(double longitude, double latitude, double fare) {
        int at = count * WIDTH;
        if (at == values.length) {
            values = Arrays.copyOf(values, values.length * 2); // bounded by the rows that fit into a block
        }
        values[at] = longitude;
        values[at + 1] = latitude;
        values[at + 2] = fare;
        count++;
    }

    int count() {
        return count;
    }

    /// The first `count() * WIDTH` entries are the rides.
    double[] values() {
        return values;
    }
}
