package io.fareswarm.model.train;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainingFacts;

/// Result of a training.
///
/// @param longitude dollars per degree of longitude
/// @param latitude dollars per degree of latitude
/// @param constant dollars per ride
/// @param read number of rows read, without the header and blank lines
/// @param used number of rows that the weights were fitted to
/// @param dropped number of dropped rows by reason, in the order of the filters
/// @param rmse root mean squared error over the used rows, in dollars
/// @param mae mean absolute error over the used rows, in dollars
/// @param r2 coefficient of determination; null if all fares are equal
/// @param heldOut errors on the held-out rides; null if there were none
/// @param facts counts of the used rows, for charts
public record TrainingResult(double longitude, double latitude, double constant, long read, long used,
        Map<String, Long> dropped, double rmse, double mae, @Nullable Double r2, @Nullable HeldOut heldOut,
        TrainingFacts facts) {

    /// Errors of the model on rides that were held out from the fit.
    ///
    /// @param rows number of held-out rides
    /// @param rmse root mean squared error, in dollars
    /// @param mae mean absolute error, in dollars
    /// @param r2 coefficient of determination with respect to the mean fare of these rides; null if all their fares are
    /// equal
    public record HeldOut(long rows, double rmse, double mae, @Nullable Double r2) {}
}
