package io.fareswarm.protocol;

import java.net.InetAddress;

/// Requests to one address of the target.
///
/// @param address IP address in its canonical text, without a port; [#OTHERS] for all addresses beyond
/// [WorkerProtocol#MAX_ADDRESSES]
/// @param requests requests that ended, with success or failure
/// @param failures requests without the response that their task expects
public record AddressReport(String address, long requests, long failures) {
    /// In place of an address: all addresses without a count of their own.
    public static final String OTHERS = "others";

    /// Length of the longest IPv6 address.
    private static final int MAX_ADDRESS = 39;

    /// @throws NullPointerException if the address is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if the address is none, or the counts cannot be
    public AddressReport {
        if (!address.equals(OTHERS) && !isCanonical(address)) {
            throw new IllegalArgumentException("addresses: expected an IP address, found another text");
        }
        Bounds.requireRange("addresses.requests", requests, BoundedSum.MAX);
        Bounds.requireRange("addresses.failures", failures, requests);
    }

    /// Whether the counts are those of several addresses.
    public boolean areOthers() {
        return address.equals(OTHERS);
    }

    /// The sum of the counts for an address.
    public AddressReport plus(AddressReport other) {
        return new AddressReport(address, BoundedSum.plus(requests, other.requests),
                BoundedSum.plus(failures, other.failures));
    }

    private static boolean isCanonical(String text) {
        if (text.length() > MAX_ADDRESS || !text.chars().allMatch(AddressReport::isPart)) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(text).getHostAddress().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPart(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f') || character == '.'
                || character == ':';
    }
}
