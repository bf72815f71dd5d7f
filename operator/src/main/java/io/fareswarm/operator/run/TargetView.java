package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.Route;

/// State of a LoadTest's target, as observed by the platform.
public sealed interface TargetView {
    /// The target can take load.
    ///
    /// @param url base address, http://HOST:PORT with an optional path
    /// @param modelDigest digest of the served model; null if the target is no FareModel
    /// @param replicas ready replicas of the model; null if the target is no FareModel
    /// @param route how workers reach the target
    record Ready(String url, @Nullable String modelDigest, @Nullable Integer replicas,
            Route route) implements TargetView {}

    /// Load on the target is not allowed.
    ///
    /// @param message what was expected and what was found
    record NotAllowed(String message) implements TargetView {}

    /// The target's FareModel does not exist. It may be created until the start timeout is over.
    ///
    /// @param message which name does not exist
    /// @param hint similar names that exist, as the end of a message; empty without any
    record Missing(String message, String hint) implements TargetView {}

    /// The target cannot take load yet.
    ///
    /// @param message what is missing
    record NotReady(String message) implements TargetView {}
}
