package io.fareswarm.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The addresses to which a program may connect: all but loopback, link-local, unspecified, multicast, reserved and cloud
/// metadata addresses, and of these the ones that an administrator allows.
///
/// @param allowed ranges that are allowed although they are special
public record AddressPolicy(List<Cidr> allowed) {
    /// Allows no special address.
    public static final AddressPolicy CLOSED = new AddressPolicy(List.of());

    /// The ranges of every address, as an option of a program on this machine, whose user has the machine's rights anyway.
    public static final String ANYWHERE = "0.0.0.0/0,::/0";

    /// Copies the list.
    public AddressPolicy { allowed = List.copyOf(allowed); }

    /// Reads a list of ranges, separated by commas; an empty text has none.
    ///
    /// @throws IllegalArgumentException if a range has another form than ADDRESS/BITS
    public static AddressPolicy parse(String ranges) {
        return new AddressPolicy(Arrays.stream(ranges.split(",")).map(String::strip).filter(range -> !range.isEmpty())
                .map(Cidr::parse).toList());
    }

    /// The ranges of special addresses, without those IPv6 addresses that stand for a special IPv4 address.
    public static List<Cidr> special() {
        return SpecialAddresses.ranges();
    }

    /// Whether the administrator's ranges have this address.
    public boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }

    /// Reason why the program may not connect to an address; empty if it may.
    public Optional<String> rejection(InetAddress address) {
        return isAllowed(address)
                ? Optional.empty()
                : SpecialAddresses.kind(address)
                        .map(kind -> """
                                expected an ordinary address, found %s, %s; choose another target, or let the administrator allow the address \
                                in allowedCidrs"""
                                .formatted(address.getHostAddress(), kind));
    }
}
