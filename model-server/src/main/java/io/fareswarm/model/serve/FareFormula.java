package io.fareswarm.model.serve;

import java.util.List;

/// The model's formula for the price of a ride.
///
/// @param longitude dollars per degree of longitude
/// @param latitude dollars per degree of latitude
/// @param constant dollars per ride
record FareFormula(double longitude, double latitude, double constant) {

    static FareFormula of(List<Double> weights) {
        return new FareFormula(weights.get(0), weights.get(1), weights.get(2));
    }

    /// Price in dollars, rounded to cents as numpy's `round(x, 2)` does: times 100, to the nearest integer with ties to even,
    /// over 100. Not finite when the distance exceeds a double.
    double price(Coordinates ride) {
        double exact = Math.abs(ride.dropoffLongitude() - ride.pickupLongitude()) * longitude
                + Math.abs(ride.dropoffLatitude() - ride.pickupLatitude()) * latitude + constant;
        return Math.rint(exact * 100) / 100;
    }
}
