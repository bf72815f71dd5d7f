package io.fareswarm.load.traffic;

import java.util.Locale;
import java.util.Random;

import net.datafaker.Faker;
import net.datafaker.providers.base.BaseFaker;
import org.jspecify.annotations.Nullable;

/// A faker that has only the provider [RideProvider], so that it loads fast.
public final class TaxiFaker extends BaseFaker {
    private final Random random;
    private final RideProvider ride;
    private @Nullable Faker all;

    /// @param random source of all random numbers
    public TaxiFaker(Random random) {
        super(random);
        this.random = random;
        ride = getProvider(RideProvider.class, RideProvider::new);
    }

    /// The provider of rides.
    public RideProvider ride() {
        return ride;
    }

    /// Datafaker's own providers. They take a second to load, so they are loaded on the first call.
    Faker all() {
        if (all == null) {
            all = new Faker(Locale.ENGLISH, random);
        }
        return all;
    }
}
