package io.fareswarm.model.train;

import java.util.EnumMap;
import java.util.Map;

/// The rides of one block: filtered, counted, and parted into the used ones and those that are held out.
final class Rides {
    private static final int CAPACITY = 8192;

    private final Holdout holdout;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final RideValues used = new RideValues(CAPACITY);
    private final RideValues held = new RideValues(1);
    private long read;

    Rides(Holdout holdout) {
        this.holdout = holdout;
    }

    void clear() {
        dropped.clear();
        used.clear();
        held.clear();
        read = 0;
    }

    /// Counts a ride that lacks a field.
    void addMissing() {
        read++;
        drop(DropReason.MISSING);
    }

    /// Filters a whole ride. Comparisons with NaN are false, as in pandas: it passes both ranges and fails the last.
    ///
    /// @return false when the ride passes all filters and has no finite fare, so that no fit is possible
    boolean add(double fare, double pickupLongitude, double pickupLatitude, double dropoffLongitude,
            double dropoffLatitude) {
        read++;
        if (pickupLongitude < -80 || pickupLongitude > 50) {
            drop(DropReason.PICKUP);
            return true;
        }
        if (dropoffLongitude < -80 || dropoffLatitude > 50) {
            drop(DropReason.DROPOFF);
            return true;
        }
        double longitude = Math.abs(dropoffLongitude - pickupLongitude);
        double latitude = Math.abs(dropoffLatitude - pickupLatitude);
        if (!(longitude < 5.0 && latitude < 5.0)) {
            drop(DropReason.FAR);
            return true;
        }
        if (!Double.isFinite(fare)) {
            return false;
        }
        (holdout.takes(longitude, latitude, fare) ? held : used).add(longitude, latitude, fare);
        return true;
    }

    private void drop(DropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    long read() {
        return read;
    }

    RideValues used() {
        return used;
    }

    RideValues held() {
        return held;
    }

    long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
