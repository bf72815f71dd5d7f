package io.fareswarm.digest;

/// Hash function from a key (seed, source, number) to 64 well-mixed bits. Random draws use it, so that a draw depends
/// only on its key, not on the worker or on earlier draws.
public final class KeyedHash {
    /// Increment of the SplitMix64 sequence: 2^64 over the golden ratio, made odd.
    public static final long STEP = 0x9e3779b97f4a7c15L;

    private KeyedHash() {}

    /// The hash of one key.
    ///
    /// @param source stream of draws, such as a user's number
    /// @param number number of the draw in the source, such as a user's iteration
    public static long of(long seed, long source, long number) {
        return mix(mix(mix(seed) + source * STEP) + number * STEP);
    }

    /// SplitMix64's finalizer (variant 13 of Stafford's): a bijection in which each input bit flips half of the output.
    public static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
