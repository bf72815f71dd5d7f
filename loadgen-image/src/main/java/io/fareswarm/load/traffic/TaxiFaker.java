package io.fareswarm.load.traffic;

import java.util.Random;

import net.datafaker.providers.base.BaseFaker;

/// A faker that has only the provider [RideProvider], so that it loads fast.
public final class TaxiFaker extends BaseFaker {
    private final RideProvider ride;

    /// @param random source of all random numbers
    public TaxiFaker(Random random) {
        super(random);
        ride = getProvider(RideProvider.class, RideProvider::new);
    }

    /// The provider of rides.
    public RideProvider ride() {
        return ride;
    }
}
