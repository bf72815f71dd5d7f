package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

/// What the platform sees of a LoadTest's target.
public sealed interface TargetView {
    /// It can be swarmed.
    ///
    /// @param url base address, http://HOST:PORT with an optional path
    /// @param modelDigest of the model that it serves; null when the target is no FareModel
    record Ready(String url, @Nullable String modelDigest) implements TargetView {}

    /// It must not be swarmed.
    ///
    /// @param message what was expected and what was found
    record Refused(String message) implements TargetView {}

    /// It cannot be swarmed yet.
    ///
    /// @param message what is missing, for people
    record NotReady(String message) implements TargetView {}
}
