package io.fareswarm.load.traffic;

import java.util.Random;

import io.fareswarm.digest.KeyedHash;

/// A SplitMix64 generator of random numbers. [#setSeed(long)] restarts it at a key without allocation, which is cheap
/// enough for each request. It extends [Random] because Datafaker requires that. Unlike Random, it is not thread-safe.
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
