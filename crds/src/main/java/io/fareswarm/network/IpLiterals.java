package io.fareswarm.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses as text. Nothing here asks a DNS server.
public final class IpLiterals {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");

    private IpLiterals() {}

    /// The address that a text denotes: IPv4 as four decimal numbers without leading zeros, or IPv6 without a zone and without
    /// brackets. Empty for every other text. An IPv4-mapped IPv6 address gives the IPv4 address.
    public static Optional<InetAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return Optional.of(InetAddress.ofLiteral(text));
        }
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether some programs read a host name as an IPv4 address: its last label is a number, as in `127.1`, `0x7f.1`,
    /// `0177.0.0.1` and `2130706433`.
    public static boolean isNumeric(String host) {
        return NUMBER.matcher(host).matches();
    }
}
