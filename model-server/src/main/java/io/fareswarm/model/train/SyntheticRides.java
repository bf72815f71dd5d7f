package io.fareswarm.model.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import io.fareswarm.api.TaxiRides;

/// Generator of random rides within New York, with the published model's fares plus noise.
final class SyntheticRides {
    private static final double SOUTH = TaxiRides.SOUTH / 1e6;
    private static final double NORTH = TaxiRides.NORTH / 1e6;
    private static final double WEST = TaxiRides.WEST / 1e6;
    private static final double EAST = TaxiRides.EAST / 1e6;
    /// The weights published for a fit to ten million rides of Kaggle's file.
    private static final double LONGITUDE = 147.18210116623817;
    private static final double LATITUDE = 77.0724130187767;
    private static final double CONSTANT = 6.392624605022959;
    /// Standard deviation of a fare around the model, in dollars.
    private static final double NOISE = 3.0;

    private final RandomGenerator random;

    SyntheticRides(long seed) {
        // The algorithm is given by name, because a later JDK's default could give other rides for the same seed.
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Adds `count` rides.
    void draw(FilteredRides rides, int count) {
        for (int i = 0; i < count; i++) {
            double fromLongitude = random.nextDouble(WEST, EAST);
            double fromLatitude = random.nextDouble(SOUTH, NORTH);
            double toLongitude = random.nextDouble(WEST, EAST);
            double toLatitude = random.nextDouble(SOUTH, NORTH);
            double fare = Math.abs(toLongitude - fromLongitude) * LONGITUDE
                    + Math.abs(toLatitude - fromLatitude) * LATITUDE + CONSTANT + NOISE * bell();
            rides.add(fare, fromLongitude, fromLatitude, toLongitude, toLatitude);
        }
    }

    /// Draws an approximately normal number. Unlike `nextGaussian` it uses only additions, so it is the same on every
    /// machine.
    private double bell() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
