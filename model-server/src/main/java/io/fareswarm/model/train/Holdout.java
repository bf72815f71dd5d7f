package io.fareswarm.model.train;

/// Which rides the weights are not fitted to, so that they can be judged by rides they have not seen.
///
/// It goes by what a ride is, not by where it stands: any number of threads and any order hold out the same rides, and
/// a ride that is there twice is never on both sides.
///
/// @param share of the rides, from 0 to below 1
/// @param seed another one holds out others
public record Holdout(double share, long seed) {
    /// Nothing is held out.
    public static final Holdout NONE = new Holdout(0, 0);

    boolean takes(double longitude, double latitude, double fare) {
        if (share == 0) {
            return false;
        }
        long hash = mix(seed + 0x9e3779b97f4a7c15L);
        hash = mix(hash ^ Double.doubleToLongBits(longitude));
        hash = mix(hash ^ Double.doubleToLongBits(latitude));
        hash = mix(hash ^ Double.doubleToLongBits(fare));
        return (hash >>> 11) * 0x1p-53 < share;
    }

    /// The finalizer of SplitMix64: each bit of its input moves half of its output's.
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
