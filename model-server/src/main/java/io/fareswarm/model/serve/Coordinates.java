package io.fareswarm.model.serve;

/// Where a ride begins and ends, degrees: all of a request that its price depends on.
record Coordinates(double pickupLongitude, double pickupLatitude, double dropoffLongitude, double dropoffLatitude) {}
