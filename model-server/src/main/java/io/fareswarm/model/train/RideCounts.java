package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.IntStream;

import io.fareswarm.api.TrainingFacts.Fares;
import io.fareswarm.api.TrainingFacts.Picture;

/// Counts of rides: pickups in the cells of a grid over New York, and rides and fares by distance. All are integers, so
/// the order of adding does not matter.
final class RideCounts {
    private static final double WEST = -74.05;
    private static final double SOUTH = 40.6;
    private static final double EAST = -73.75;
    private static final double NORTH = 40.9;
    /// Number of columns, and of rows.
    private static final int CELLS = 40;
    private static final double COLUMNS_PER_DEGREE = CELLS / (EAST - WEST);
    private static final double ROWS_PER_DEGREE = CELLS / (NORTH - SOUTH);
    private static final int MAX_LEVEL = 9;
    /// Kilometres per degree of longitude at 40.75 degrees north, and per degree of latitude.
    private static final double LONGITUDE_KM = 84.33;
    private static final double LATITUDE_KM = 111.13;
    /// Number of bins of a kilometre. The last one is open.
    private static final int DISTANCES = 20;
    /// Bound of one fare in a mean, in cents: it bounds the sum for any number of rides, and the text of the mean.
    private static final double MAX_CENTS = 9_999_999;

    private final long[] pickups = new long[CELLS * CELLS];
    private final long[] rides = new long[DISTANCES];
    private final long[] cents = new long[DISTANCES];

    void clear() {
        Arrays.fill(pickups, 0);
        Arrays.fill(rides, 0);
        Arrays.fill(cents, 0);
    }

    /// Counts a pickup. A pickup outside the grid is ignored.
    void addPickup(double longitude, double latitude) {
        double column = (longitude - WEST) * COLUMNS_PER_DEGREE;
        double row = (NORTH - latitude) * ROWS_PER_DEGREE;
        if (column >= 0 && column < CELLS && row >= 0 && row < CELLS) {
            pickups[((int) row) * CELLS + (int) column]++;
        }
    }

    /// Counts a fare. A fare beyond 99,999.99 dollars counts as that, of either sign.
    ///
    /// @param longitude distance in degrees of longitude
    /// @param latitude distance in degrees of latitude
    void addFare(double longitude, double latitude, double fare) {
        double east = longitude * LONGITUDE_KM;
        double north = latitude * LATITUDE_KM;
        int distance = Math.min((int) Math.sqrt(east * east + north * north), DISTANCES - 1);
        rides[distance]++;
        double hundredfold = Math.rint(fare * 100);
        cents[distance] += Math.abs(hundredfold) <= MAX_CENTS
                ? (long) hundredfold
                : (long) Math.copySign(MAX_CENTS, fare);
    }

    void add(RideCounts others) {
        add(pickups, others.pickups);
        add(rides, others.rides);
        add(cents, others.cents);
    }

    private static void add(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }

    Picture picture() {
        long most = Arrays.stream(pickups).max().orElse(0);
        StringBuilder levels = new StringBuilder();
        for (long count : pickups) {
            levels.append(level(count, most));
        }
        return new Picture(WEST, SOUTH, EAST, NORTH, CELLS, levels.toString());
    }

    /// From 0 for no pickup to 9 for the cell with the most pickups.
    private static int level(long count, long most) {
        return count == 0
                ? 0
                : (int) Math.ceil(MAX_LEVEL * (StrictMath.log1p((double) count) / StrictMath.log1p((double) most)));
    }

    Fares fares() {
        return new Fares(1, IntStream.range(0, DISTANCES).mapToObj(this::mean).toList(),
                Arrays.stream(rides).boxed().toList());
    }

    private Double mean(int distance) {
        return rides[distance] == 0
                ? 0.0
                : BigDecimal.valueOf(cents[distance], 2)
                        .divide(BigDecimal.valueOf(rides[distance]), 2, RoundingMode.HALF_UP).doubleValue();
    }
}
