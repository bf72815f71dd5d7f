package io.fareswarm.model.serve;

import java.util.List;

/// Formula for the price of a ride, with the weights of a model.
///
/// @param longitude dollars per degree of longitude
/// @param latitude dollars per degree of latitude
/// @param constant dollars per ride
record FareFormula(double longitude, double latitude, double constant) {

    static FareFormula of(List<Double> weights) {
        return new FareFormula(weights.get(0), weights.get(1), weights.get(2));
    }

    /// Price in dollars, rounded to cents like numpy's `round(x, 2)`: times 100, rounded to the nearest integer with
    /// ties to even, divided by 100. Not finite if the distance exceeds a double.
    double price(Coordinates ride) {
        double exact = Math.abs(ride.dropoffLongitude() - ride.pickupLongitude()) * longitude
                + Math.abs(ride.dropoffLatitude() - ride.pickupLatitude()) * latitude + constant;
        return Math.rint(exact * 100) / 100;
    }
}
