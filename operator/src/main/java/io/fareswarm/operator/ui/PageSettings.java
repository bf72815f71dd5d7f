package io.fareswarm.operator.ui;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Where a page is served.
///
/// @param address to listen on: `127.0.0.1`, or `0.0.0.0` for every address of this machine
/// @param port 0 for any
/// @param hosts names by which browsers may address the page, without a port
/// @param tokens whether each request needs a token of its user
public record PageSettings(String address, int port, Set<String> hosts, boolean tokens) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", LOOPBACK, "[::1]");

    public PageSettings {
        if (!tokens && !address.equals(LOOPBACK)) {
            throw new IllegalArgumentException(
                    "expected a page without tokens to listen on %s only, found %s: everybody who reaches it would have its rights"
                            .formatted(LOOPBACK, address));
        }
        hosts = Set.copyOf(hosts);
    }

    /// A page for the user of this machine.
    public static PageSettings local(int port) {
        return new PageSettings(LOOPBACK, port, THIS_MACHINE, false);
    }

    /// A page on every address, for users with tokens.
    ///
    /// @param hosts names in addition to those of this machine, such as those of a Service
    public static PageSettings shared(int port, Set<String> hosts) {
        Set<String> all = new HashSet<>(THIS_MACHINE);
        hosts.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
        return new PageSettings("0.0.0.0", port, all, true);
    }

    /// Whether a browser may address the page so.
    ///
    /// @param host header `Host`, in lower case
    boolean names(String host) {
        return hosts.contains(host.replaceFirst(":[0-9]{1,5}$", ""));
    }
}
