package io.fareswarm.operator.kubernetes.targets;

/// What the host of a target's address stands for.
public sealed interface HostKind {
    /// A Service of the resource's namespace, if there is one.
    ///
    /// @param name name of the Service
    /// @param isListed whether the administrator allows the host itself, so that it needs no Service
    record OfService(String name, boolean isListed) implements HostKind {}

    /// A host that the administrator allows.
    ///
    /// @param host host to connect to: a name with more than one label has a trailing dot, so that a pod's search list cannot
    /// make another name of it, unless it ends with `.svc`, which needs the list
    record Listed(String host) implements HostKind {}

    /// A host that is not allowed.
    ///
    /// @param message what was expected, what was found and what to do
    record NotAllowed(String message) implements HostKind {}
}
