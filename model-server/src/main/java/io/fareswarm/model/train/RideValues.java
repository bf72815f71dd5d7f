package io.fareswarm.model.train;

import java.util.Arrays;

/// Reusable list of rides. A ride is three doubles: distance in longitude, distance in latitude, fare.
final class RideValues {
    /// Number of doubles per ride.
    static final int WIDTH = 3;

    private double[] values;
    private int count;

    /// @param capacity initial capacity, in rides
    RideValues(int capacity) {
        values = new double[WIDTH * capacity];
    }

    void clear() {
        count = 0;
    }

    void add(double longitude, double latitude, double fare) {
        int at = count * WIDTH;
        if (at == values.length) {
            values = Arrays.copyOf(values, values.length * 2); // bounded by the number of rows in a block
        }
        values[at] = longitude;
        values[at + 1] = latitude;
        values[at + 2] = fare;
        count++;
    }

    int count() {
        return count;
    }

    /// The values of all rides: the first `count() * WIDTH` elements of the array.
    double[] values() {
        return values;
    }
}
