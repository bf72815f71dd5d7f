package io.fareswarm.model.train;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a training found.
///
/// @param longitude dollars a degree of longitude
/// @param latitude dollars a degree of latitude
/// @param constant dollars a ride
/// @param read rows read, the header and blank lines not counted
/// @param used rows that passed all filters
/// @param dropped the others by reason, in the filters' order, reasons that dropped none included
/// @param rmse root mean squared error over the used rows, dollars
/// @param mae mean absolute error over the used rows, dollars
/// @param r2 coefficient of determination; null when all fares are equal, as there is nothing to explain
public record Fit(double longitude, double latitude, double constant, long read, long used, Map<String, Long> dropped,
        double rmse, double mae, @Nullable Double r2) {}
