package io.fareswarm.operator.kubernetes.targets;

import io.fareswarm.protocol.Route;

/// Access to a target.
public sealed interface TargetAccess {
    /// The target is allowed.
    ///
    /// @param route how to reach it
    record Allowed(Route route) implements TargetAccess {}

    /// The target is not allowed.
    ///
    /// @param message what was expected, what was found and what to do
    record Rejected(String message) implements TargetAccess {}

    /// Nobody can say yet whether the target is allowed.
    ///
    /// @param message what is missing
    record Waiting(String message) implements TargetAccess {}
}
