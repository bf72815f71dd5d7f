package io.fareswarm.model.serve;

/// Result of the validation of a prediction request.
sealed interface ValidationResult {
    /// A valid ride.
    record Accepted(Coordinates ride) implements ValidationResult {}

    /// An invalid request and its response.
    ///
    /// @param body JSON with the errors in `detail`
    record Invalid(int status, String body) implements ValidationResult {}
}
