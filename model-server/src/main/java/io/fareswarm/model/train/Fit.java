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
/// @param heldOut of rides that passed the filters and were kept from the fit; null when none were
public record Fit(double longitude, double latitude, double constant, long read, long used, Map<String, Long> dropped,
        double rmse, double mae, @Nullable Double r2, @Nullable HeldOut heldOut) {

    /// How the weights do on rides that they were not fitted to.
    ///
    /// @param rows how many
    /// @param rmse root mean squared error, dollars
    /// @param mae mean absolute error, dollars
    /// @param r2 coefficient of determination about these rides' own mean; null when all their fares are equal
    public record HeldOut(long rows, double rmse, double mae, @Nullable Double r2) {}
}
