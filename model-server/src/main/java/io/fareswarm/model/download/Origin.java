package io.fareswarm.model.download;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.WebAddress;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.ForbiddenAddressException;

/// The server to which a download connects.
///
/// @param host host to resolve and connect to; null for the URL's host
/// @param addresses the only IP addresses to which the host may resolve; empty if every address is right that the resolver
/// allows
/// @param resolver resolver of the host, with the addresses to which a download may connect
public record Origin(@Nullable String host, Set<String> addresses, CheckedResolver resolver) {
    /// Copies the addresses.
    public Origin { addresses = Set.copyOf(addresses); }

    String host(URI url) {
        return host == null ? WebAddress.host(url) : host;
    }

    /// The URL with a checked IP address in place of its host.
    ///
    /// @throws ForbiddenAddressException if a download must not connect to the host's address
    /// @throws UnknownHostException if the host has no address
    URI numeric(URI url) throws ForbiddenAddressException, UnknownHostException {
        InetAddress address = resolver.resolve(host(url), addresses);
        return URI.create(url.getScheme() + "://" + WebAddress.inUrl(address.getHostAddress())
                + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
    }
}
