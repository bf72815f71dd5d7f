package io.fareswarm.load.traffic;

import java.util.Random;

import net.datafaker.providers.base.BaseFaker;

/// Datafaker with taxi rides.
public final class TaxiFaker extends BaseFaker {
    private final RideProvider ride;

    /// @param random where every draw comes from
    public TaxiFaker(Random random) {
        super(random);
        ride = getProvider(RideProvider.class, RideProvider::new);
    }

    /// Draws the parts of a ride.
    public RideProvider ride() {
        return ride;
    }
}
