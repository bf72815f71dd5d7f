package io.fareswarm.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Range of IP addresses that begin with the same bits, such as `10.0.0.0/8`.
///
/// @param base first address of the range
/// @param bits number of leading bits that are equal in all addresses of the range: up to 32 for IPv4, 128 for IPv6
public record Cidr(InetAddress base, int bits) {
    /// The range of one address.
    public static Cidr of(InetAddress address) {
        return new Cidr(address, address.getAddress().length * Byte.SIZE);
    }

    /// Reads a range in the form ADDRESS/BITS. An IPv6 address may have brackets.
    ///
    /// @throws IllegalArgumentException if the text has another form, or if the address has bits after the range's
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw problem(text);
        }
        InetAddress base = IpLiterals.parse(text.substring(0, slash).replaceFirst("^\\[(.*:.*)]$", "$1"))
                .orElseThrow(() -> problem(text));
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits > base.getAddress().length * 8) {
            throw problem(text);
        }
        Cidr range = new Cidr(base, bits);
        byte[] first = base.getAddress();
        for (int bit = bits; bit < first.length * 8; bit++) {
            if (isSet(first, bit)) {
                throw new IllegalArgumentException(
                        "expected a range that begins at its first address, found %s; set the address bits after %d to 0"
                                .formatted(text, bits));
            }
        }
        return range;
    }

    private static IllegalArgumentException problem(String text) {
        return new IllegalArgumentException(
                "expected a range of addresses such as 10.0.0.0/8 or fd00::/8, found " + text);
    }

    /// Whether the range has this address. An IPv4 range has no IPv6 address, and the reverse.
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        byte[] first = base.getAddress();
        if (first.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (isSet(first, bit) != isSet(address, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] address, int bit) {
        return (address[bit / 8] >> (7 - bit % 8) & 1) != 0;
    }

    /// An address of these bytes, without a name and without a zone.
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("expected 4 or 16 bytes, found " + bytes.length, impossible);
        }
    }

    /// The form ADDRESS/BITS.
    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
