package io.fareswarm.load.pace;

/// Turns (seed, source, number) into 64 well mixed bits, so that whatever is drawn from them depends on nothing else: not
/// on the worker, not on what was drawn before.
public final class KeyedHash {
    /// The step of the SplitMix64 sequence: 2^64 over the golden ratio, made odd.
    public static final long STEP = 0x9e3779b97f4a7c15L;

    private KeyedHash() {}

    /// The key of one thing.
    ///
    /// @param source who it belongs to, such as a user's number
    /// @param number which of its source's things it is, such as an iteration
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
