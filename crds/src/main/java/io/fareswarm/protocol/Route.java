package io.fareswarm.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// How a worker reaches its target, and how much it may report of it. Host header, SNI and certificate follow the target's
/// url in any case.
///
/// @param host host to resolve and connect to; null for the host of the target's address or url
/// @param addresses the only IP addresses to which the host may resolve, as the operator has checked them, until it sends other
/// [PermittedAddresses]; empty if every address is right that the worker's start options allow
/// @param showsResponses whether examples of failures may contain the beginning of a response. Without it, they have only
/// its status
public record Route(@Nullable String host, List<String> addresses, boolean showsResponses) {
    /// The route without an order of the operator: the url's host, and no contents of responses in reports.
    public static final Route DEFAULT = new Route(null, List.of(), false);

    /// The route of a target on this machine, whose user may see its responses.
    public static final Route OWN = new Route(null, List.of(), true);

    /// Replaces a missing list by an empty one.
    public Route { addresses = addresses == null ? List.of() : List.copyOf(addresses); }
}
