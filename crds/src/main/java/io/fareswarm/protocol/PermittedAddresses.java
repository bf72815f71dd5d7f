package io.fareswarm.protocol;

import java.util.List;

/// The only IP addresses to which the host of a run's target may resolve from now on, in place of those of the slice's
/// [Route]: the operator checked them again.
///
/// @param run id of the run, as in the slice
/// @param addresses at least one
/// @param showsResponses as in the [Route] to these addresses. A worker that shows responses takes no addresses whose responses
/// it must not show
public record PermittedAddresses(String run, List<String> addresses, boolean showsResponses) {
    /// @throws IllegalArgumentException if the run or the addresses are missing, as they may be in JSON
    public PermittedAddresses {
        if (run == null || addresses == null || addresses.isEmpty()) {
            throw new IllegalArgumentException("expected a run and at least one address, found less");
        }
        addresses = List.copyOf(addresses);
    }
}
