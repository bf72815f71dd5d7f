package io.fareswarm.model.serve;

/// What is made of a request for a price.
sealed interface ValidationResult {
    /// It is answered with a price.
    record Accepted(Coordinates ride) implements ValidationResult {}

    /// It is refused.
    ///
    /// @param body JSON, the key `detail` saying what is wrong
    record Refused(int status, String body) implements ValidationResult {}
}
