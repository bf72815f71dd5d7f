package io.fareswarm.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Resolver of hosts to addresses to which the program may connect.
///
/// @param policy addresses to which the program may connect
/// @param names resolver of the names
public record CheckedResolver(AddressPolicy policy, HostResolver names) {
    /// Maximum number of addresses in a message.
    private static final int SHOWN = 10;

    /// The first address of [#resolveAll].
    public InetAddress resolve(String host, Set<String> only) throws ForbiddenAddressException, UnknownHostException {
        return resolveAll(host, only).getFirst();
    }

    /// Resolves a host once and checks all its addresses. The caller connects to the returned addresses and resolves nothing
    /// itself, so that a later response of the DNS has no effect.
    ///
    /// @param only IP addresses of which the host must have one, and to which the result is restricted; empty if any is right
    /// @return addresses without names in the resolver's order, at least one
    /// @throws ForbiddenAddressException if one of the addresses is not allowed, or if none of them is in `only`
    /// @throws UnknownHostException if the host has no address
    public List<InetAddress> resolveAll(String host, Set<String> only)
            throws ForbiddenAddressException, UnknownHostException {
        List<InetAddress> found = Arrays.stream(names.resolve(host)).map(address -> Cidr.address(address.getAddress()))
                .toList();
        for (InetAddress address : found) {
            Optional<String> rejection = policy.rejection(address);
            if (rejection.isPresent()) {
                throw new ForbiddenAddressException(host + ": " + rejection.get());
            }
        }
        if (found.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> expected = only.stream().map(IpLiterals::parse).flatMap(Optional::stream).toList();
        List<InetAddress> right = found.stream().filter(address -> only.isEmpty() || expected.contains(address))
                .toList();
        if (right.isEmpty()) {
            throw new ForbiddenAddressException(
                    """
                            %s: expected one of the addresses that the operator has checked (%s), found %s; check that nobody \
                            changes the Service, and start another run"""
                            .formatted(host, String.join(", ", only.stream().sorted().limit(SHOWN).toList()),
                                    found.getFirst().getHostAddress()));
        }
        return right;
    }
}
