package io.fareswarm.model.train;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The rides of one block: filtered, counted, and the used ones as triples of both features and the fare.
final class Rides {
    /// Doubles a used ride takes in [#values].
    static final int WIDTH = 3;

    private final Map<Dropped, Long> dropped = new EnumMap<>(Dropped.class);
    private double[] values = new double[WIDTH * 8192];
    private int used;
    private long read;

    void clear() {
        dropped.clear();
        used = 0;
        read = 0;
    }

    /// Counts a ride that lacks a field.
    void addMissing() {
        read++;
        drop(Dropped.MISSING);
    }

    /// Filters a whole ride. Comparisons with NaN are false, as in pandas: it passes both ranges and fails the last.
    ///
    /// @return false when the ride passes all filters and has no finite fare, so that no fit is possible
    boolean add(double fare, double pickupLongitude, double pickupLatitude, double dropoffLongitude,
            double dropoffLatitude) {
        read++;
        if (pickupLongitude < -80 || pickupLongitude > 50) {
            drop(Dropped.PICKUP);
            return true;
        }
        if (dropoffLongitude < -80 || dropoffLatitude > 50) {
            drop(Dropped.DROPOFF);
            return true;
        }
        double longitude = Math.abs(dropoffLongitude - pickupLongitude);
        double latitude = Math.abs(dropoffLatitude - pickupLatitude);
        if (!(longitude < 5.0 && latitude < 5.0)) {
            drop(Dropped.FAR);
            return true;
        }
        if (!Double.isFinite(fare)) {
            return false;
        }
        int at = used * WIDTH;
        if (at == values.length) {
            values = Arrays.copyOf(values, values.length * 2); // bounded by the rows that fit into a block
        }
        values[at] = longitude;
        values[at + 1] = latitude;
        values[at + 2] = fare;
        used++;
        return true;
    }

    private void drop(Dropped reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    long read() {
        return read;
    }

    int used() {
        return used;
    }

    long dropped(Dropped reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    /// The first `used() * WIDTH` entries are longitude feature, latitude feature, fare, ride by ride.
    double[] values() {
        return values;
    }
}
