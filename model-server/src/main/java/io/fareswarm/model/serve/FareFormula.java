package io.fareswarm.model.serve;

import java.util.List;

/// The model as a formula.
///
/// @param longitude dollars a degree of longitude
/// @param latitude dollars a degree of latitude
/// @param constant dollars a ride
record FareFormula(double longitude, double latitude, double constant) {

    static FareFormula of(List<Double> weights) {
        return new FareFormula(weights.get(0), weights.get(1), weights.get(2));
    }

    /// Dollars, rounded to cents as numpy's `round(x, 2)` does: times 100, to the nearest integer, of two equally near
    /// ones the even, over 100. Not finite where the way is too long for a double.
    double price(Coordinates ride) {
        double exact = Math.abs(ride.dropoffLongitude() - ride.pickupLongitude()) * longitude
                + Math.abs(ride.dropoffLatitude() - ride.pickupLatitude()) * latitude + constant;
        return Math.rint(exact * 100) / 100;
    }
}
