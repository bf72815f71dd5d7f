package io.fareswarm.model.train;

import io.fareswarm.digest.KeyedHash;

/// Random choice of rides that are held out from the fit. Errors computed on them are those on rides that did not
/// affect the weights.
///
/// The choice depends only on the seed and the ride's values. So it does not depend on the number of threads, and equal
/// rides are either all held out or all used.
///
/// @param share share of the rides, at least 0 and below 1
/// @param seed seed of the choice
public record Holdout(double share, long seed) {
    /// Holdout of no rides.
    public static final Holdout NONE = new Holdout(0, 0);

    boolean holdsOut(double longitude, double latitude, double fare) {
        if (share == 0) {
            return false;
        }
        long hash = KeyedHash.mix(seed + KeyedHash.STEP);
        hash = KeyedHash.mix(hash ^ Double.doubleToLongBits(longitude));
        hash = KeyedHash.mix(hash ^ Double.doubleToLongBits(latitude));
        hash = KeyedHash.mix(hash ^ Double.doubleToLongBits(fare));
        return (hash >>> 11) * 0x1p-53 < share;
    }
}
