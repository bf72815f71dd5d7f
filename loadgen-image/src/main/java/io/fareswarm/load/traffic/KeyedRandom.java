package io.fareswarm.load.traffic;

import java.util.Random;

import io.fareswarm.digest.KeyedHash;

/// A SplitMix64 generator that [#setSeed(long)] restarts at a key without allocating, which is cheap enough for each
/// request. It is a [Random] so that Datafaker can draw from it. For one thread, unlike its parent.
final class KeyedRandom extends Random {
    private long state;

    KeyedRandom() {
        super(0);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // for one thread
    public void setSeed(long key) {
        state = key;
    }

    @Override
    public long nextLong() {
        state += KeyedHash.STEP;
        return KeyedHash.mix(state);
    }

    @Override
    protected int next(int bits) {
        return (int) (nextLong() >>> (64 - bits));
    }
}
