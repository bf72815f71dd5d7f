package io.fareswarm.api;

/// What all taxi rides have in common: those of load tests, of synthetic trainings and of probes.
public final class TaxiRides {
    /// A valid ride as JSON.
    public static final String SAMPLE = """
            {"id":"a","pickup_datetime":"2016-02-29 23:59:59","pickup_longitude":-74.0,"pickup_latitude":40.7,\
            "dropoff_longitude":-73.9,"dropoff_latitude":40.8,"passenger_count":1}""";
    /// Bounds of New York, which all random rides are within, in millionths of a degree, inclusive.
    public static final int SOUTH = 40_543_026;
    public static final int NORTH = 40_949_825;
    public static final int WEST = -74_084_930;
    public static final int EAST = -73_561_707;

    private TaxiRides() {}
}
