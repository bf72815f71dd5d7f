package io.fareswarm.model.serve;

/// What is made of a request for a price.
sealed interface Verdict {
    /// It is answered with a price.
    record Accepted(Coordinates ride) implements Verdict {}

    /// It is refused.
    ///
    /// @param body JSON, the key `detail` saying what is wrong
    record Refused(int status, String body) implements Verdict {}
}
