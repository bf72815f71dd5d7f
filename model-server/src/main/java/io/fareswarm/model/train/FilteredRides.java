package io.fareswarm.model.train;

import java.util.EnumMap;
import java.util.Map;

/// Rides of one block: filtered, counted, and split into used rides and held-out rides.
final class FilteredRides {
    private static final int CAPACITY = 8192;

    private final Holdout holdout;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final RideValues used = new RideValues(CAPACITY);
    private final RideValues heldOut = new RideValues(1);
    private final RideCounts counts = new RideCounts();
    private long read;

    FilteredRides(Holdout holdout) {
        this.holdout = holdout;
    }

    void clear() {
        dropped.clear();
        used.clear();
        heldOut.clear();
        counts.clear();
        read = 0;
    }

    /// Counts a ride with a missing field.
    void addMissing() {
        read++;
        drop(DropReason.MISSING);
    }

    /// Filters a ride without missing fields, and adds it. Comparisons with NaN are false, as in pandas: NaN passes
    /// both range filters and fails the last filter.
    ///
    /// @return false if the ride passes all filters but its fare is not finite, so that no fit is possible
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
        if (holdout.holdsOut(longitude, latitude, fare)) {
            heldOut.add(longitude, latitude, fare);
        } else {
            used.add(longitude, latitude, fare);
            counts.addPickup(pickupLongitude, pickupLatitude);
            counts.addFare(longitude, latitude, fare);
        }
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

    RideValues heldOut() {
        return heldOut;
    }

    /// Counts of the used rides.
    RideCounts counts() {
        return counts;
    }

    long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
