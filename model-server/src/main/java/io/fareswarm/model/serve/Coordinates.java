package io.fareswarm.model.serve;

/// Start and end of a ride, in degrees: the only values of a request that the price depends on.
record Coordinates(double pickupLongitude, double pickupLatitude, double dropoffLongitude, double dropoffLatitude) {}
