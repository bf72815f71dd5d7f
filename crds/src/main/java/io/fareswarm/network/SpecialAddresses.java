package io.fareswarm.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Addresses that are never an ordinary service: those of the machine itself, of its link, of groups, and of a cloud's
/// metadata. An IPv6 address that a network translates to one of these IPv4 addresses is one of them.
final class SpecialAddresses {
    private record Special(Cidr range, String kind) {
        static Special of(String range, String kind) {
            return new Special(Cidr.parse(range), kind);
        }
    }

    private static final String METADATA = "an address of a cloud's metadata";

    private static final List<Special> SPECIALS = List.of(
            Special.of("0.0.0.0/8", "an unspecified address"),
            Special.of("127.0.0.0/8", "a loopback address, which is the pod itself"),
            Special.of("169.254.0.0/16", "a link-local address, at which clouds have their metadata"),
            Special.of("224.0.0.0/4", "a multicast address"), Special.of("240.0.0.0/4", "a reserved address"),
            Special.of("100.100.100.200/32", METADATA), Special.of("192.0.0.192/32", METADATA),
            Special.of("168.63.129.16/32", METADATA),
            Special.of("::/128", "an unspecified address"),
            Special.of("::1/128", "a loopback address, which is the pod itself"),
            Special.of("fe80::/10", "a link-local address"), Special.of("fec0::/10", "a site-local address"),
            Special.of("ff00::/8", "a multicast address"), Special.of("fd00:ec2::/32", METADATA),
            Special.of("fd20:ce::254/128", METADATA),
            // Its networks choose where in the address the IPv4 address is (RFC 8215).
            Special.of("64:ff9b:1::/48", "a NAT64 address of a local prefix, which stands for any IPv4 address"));

    /// Ranges of IPv6 addresses that contain an IPv4 address.
    ///
    /// @param from index of its first byte
    /// @param isInverted whether its bits are inverted
    private record Embedding(Cidr range, int from, boolean isInverted) {
        static Embedding of(String range, int from) {
            return new Embedding(Cidr.parse(range), from, false);
        }
    }

    private static final List<Embedding> EMBEDDINGS = List.of(
            Embedding.of("::/96", 12), // IPv4-compatible
            Embedding.of("::ffff:0:0:0/96", 12), // IPv4-translated
            Embedding.of("64:ff9b::/96", 12), // NAT64
            Embedding.of("2002::/16", 2), // 6to4
            Embedding.of("2001::/32", 4), new Embedding(Cidr.parse("2001::/32"), 12, true)); // Teredo: server, client

    private SpecialAddresses() {}

    static List<Cidr> ranges() {
        return SPECIALS.stream().map(Special::range).toList();
    }

    /// What is special about an address, as a phrase with an article; empty for an ordinary address.
    static Optional<String> kind(InetAddress address) {
        byte[] bytes = address.getAddress();
        Optional<String> own = SPECIALS.stream().filter(special -> special.range().contains(bytes)).map(Special::kind)
                .findFirst();
        return own.isPresent() || bytes.length == 4 ? own : embedded(bytes);
    }

    private static Optional<String> embedded(byte[] bytes) {
        Optional<InetAddress> found = EMBEDDINGS.stream().filter(one -> one.range().contains(bytes))
                .map(one -> inner(bytes, one.from(), one.isInverted()))
                .filter(inner -> kind(inner).isPresent()).findFirst();
        if (found.isEmpty() && isIsatap(bytes)) {
            found = Optional.of(inner(bytes, 12, false));
        }
        return found.flatMap(inner -> kind(inner)
                .map(kind -> "an IPv6 address for %s, %s".formatted(inner.getHostAddress(), kind)));
    }

    /// Whether the last half of an address is that of an interface named by its IPv4 address (RFC 5214).
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    private static InetAddress inner(byte[] bytes, int from, boolean isInverted) {
        byte[] inner = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < inner.length; i++) {
            inner[i] = (byte) (isInverted ? ~inner[i] : inner[i]);
        }
        return Cidr.address(inner);
    }
}
