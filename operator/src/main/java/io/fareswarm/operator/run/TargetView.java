package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

/// The target of a LoadTest as the platform sees it.
public sealed interface TargetView {
    /// The target can take load.
    ///
    /// @param url base address, http://HOST:PORT with an optional path
    /// @param modelDigest of the model that it serves; null when the target is no FareModel
    record Ready(String url, @Nullable String modelDigest) implements TargetView {}

    /// Load on the target is not allowed.
    ///
    /// @param message what was expected and what was found
    record NotAllowed(String message) implements TargetView {}

    /// The target cannot take load yet.
    ///
    /// @param message what is missing
    record NotReady(String message) implements TargetView {}
}
