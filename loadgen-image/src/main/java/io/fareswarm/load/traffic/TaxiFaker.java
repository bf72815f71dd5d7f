package io.fareswarm.load.traffic;

import java.util.Random;

import net.datafaker.providers.base.BaseFaker;

/// A faker with the provider [RideProvider] alone, which loads at once.
public final class TaxiFaker extends BaseFaker {
    private final RideProvider ride;

    /// @param random the source of every draw
    public TaxiFaker(Random random) {
        super(random);
        ride = getProvider(RideProvider.class, RideProvider::new);
    }

    /// The provider of rides.
    public RideProvider ride() {
        return ride;
    }
}
