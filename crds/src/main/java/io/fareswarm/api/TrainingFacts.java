package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;

/// Counts of the rides that a model was fitted to, for charts.
///
/// @param picture pickups in the cells of a grid
/// @param fares mean fare by straight-line distance
/// @param residuals histogram of the residuals: fare minus prediction
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainingFacts(Picture picture, Fares fares, Residuals residuals) {
    /// Maximum number of cells in a picture.
    public static final int MAX_CELLS = 1600;
    /// Maximum number of bins in a histogram.
    public static final int MAX_BINS = 24;

    /// Pickups in the cells of a grid.
    ///
    /// @param west western edge, in degrees
    /// @param south southern edge, in degrees
    /// @param east eastern edge, in degrees
    /// @param north northern edge, in degrees
    /// @param columns number of cells from west to east
    /// @param levels one digit a cell, row by row from north to south: 0 without a pickup, otherwise 1 to 9 by the
    /// logarithm of its count, 9 for the largest
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Picture(double west, double south, double east, double north, int columns,
            @Size(max = MAX_CELLS) String levels) {}

    /// Fares in bins by straight-line distance, from 0 on. The last bin is open.
    ///
    /// @param widthKm width of a bin in kilometres
    /// @param mean mean fare of each bin in dollars, rounded to cents; 0 without a ride
    /// @param count number of rides in each bin
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Fares(double widthKm, @Size(max = MAX_BINS) List<Double> mean,
            @Size(max = MAX_BINS) List<Long> count) {}

    /// Residuals in bins. The first and the last bin are open.
    ///
    /// @param from lower bound of the first bin in dollars
    /// @param width width of a bin in dollars
    /// @param count number of rides in each bin
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Residuals(double from, double width, @Size(max = MAX_BINS) List<Long> count) {}
}
