package io.fareswarm.model.serve;

/// Start and end of a ride, in degrees. The price depends on nothing else in a request.
record Coordinates(double pickupLongitude, double pickupLatitude, double dropoffLongitude, double dropoffLatitude) {}
