package io.fareswarm.model.train;

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
        long hash = mix(seed + 0x9e3779b97f4a7c15L);
        hash = mix(hash ^ Double.doubleToLongBits(longitude));
        hash = mix(hash ^ Double.doubleToLongBits(latitude));
        hash = mix(hash ^ Double.doubleToLongBits(fare));
        return (hash >>> 11) * 0x1p-53 < share;
    }

    /// The finalizer of SplitMix64: each bit of the input affects half of the output's bits on average.
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
