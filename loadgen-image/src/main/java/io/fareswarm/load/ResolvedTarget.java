package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Tls;
import io.fareswarm.api.WebAddress;
import io.fareswarm.load.send.AddressLookup;
import io.fareswarm.load.send.TlsClient;
import io.fareswarm.load.send.TlsTrust;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestBase;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.ForbiddenAddressException;
import io.fareswarm.network.IpLiterals;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;

/// Where a run sends its requests: the slice's target with its host resolved and checked. Connections go to the very addresses
/// that were checked, so that a response of the DNS between check and connection has no effect.
///
/// @param lookup the host's addresses
/// @param permitted converts permitted addresses to those to which this worker may connect
/// @param base the part of all requests that follows from the target
/// @param tls TLS settings; null for a target without TLS
record ResolvedTarget(AddressLookup lookup, Function<List<String>, List<InetSocketAddress>> permitted,
        RequestBase base, @Nullable TlsClient tls) {
    /// Maximum number of addresses that are used.
    private static final int MOST_ADDRESSES = 500;

    /// Parses the URL and resolves its host.
    ///
    /// @param clock monotonic clock in nanoseconds
    /// @param ttl maximum age of the host's addresses in nanoseconds
    /// @throws IllegalArgumentException when the target is unusable, or when a worker must not connect to it
    static ResolvedTarget of(Slice.Target target, ReferencedFiles references, CheckedResolver resolver,
            LongSupplier clock, long ttl) {
        URI url = WebAddress.parse(String.valueOf(target.url())).filter(given -> given.getRawQuery() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected url as http:// or https://HOST:PORT with an optional path, found " + target.url()));
        String path = url.getRawPath();
        URI connect = URI.create(WebAddress.connectUrl(target.url(), target.address()));
        RequestBase base = new RequestBase(url.getRawAuthority(),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path, target.perRequest());
        return new ResolvedTarget(lookup(connect, target.route(), resolver, clock, ttl),
                texts -> permitted(texts, resolver.policy(), WebAddress.port(connect)), base,
                url.getScheme().equals("https") ? tls(url, target.tls(), references) : null);
    }

    /// Replaces the only addresses to which the host may resolve, at once, and has it resolved again.
    void permit(List<String> addresses) {
        lookup.permit(Set.copyOf(addresses), permitted.apply(addresses));
    }

    private static List<InetSocketAddress> permitted(List<String> texts, AddressPolicy policy, int port) {
        return sorted(texts.stream().map(IpLiterals::parse).flatMap(Optional::stream)
                .filter(address -> policy.rejection(address).isEmpty()), port);
    }

    private static AddressLookup lookup(URI connect, Route route, CheckedResolver resolver, LongSupplier clock,
            long ttl) {
        Set<String> permitted = Set.copyOf(route.addresses());
        String host = route.host() == null ? WebAddress.host(connect) : route.host();
        int port = WebAddress.port(connect);
        try {
            return IpLiterals.parse(host).isPresent()
                    ? AddressLookup.fixed(addresses(resolver.resolveAll(host, permitted), port).getFirst())
                    : new AddressLookup(only -> addresses(resolver.resolveAll(host, only), port), permitted, clock,
                            ttl);
        } catch (ForbiddenAddressException e) {
            throw new IllegalArgumentException("url: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected a host that resolves in the target's url or address, found " + host
                            + "; check the name and the DNS",
                    e);
        }
    }

    /// The addresses to use, in an order that all workers share: those of the kind, IPv4 or IPv6, that this machine prefers. A
    /// server often listens on one of both only.
    private static List<InetSocketAddress> addresses(List<InetAddress> found, int port) {
        Class<? extends InetAddress> preferred = found.getFirst().getClass();
        return sorted(found.stream().filter(preferred::isInstance), port);
    }

    private static List<InetSocketAddress> sorted(Stream<InetAddress> found, int port) {
        return found.distinct().sorted((one, other) -> Arrays.compareUnsigned(one.getAddress(), other.getAddress()))
                .limit(MOST_ADDRESSES).map(address -> new InetSocketAddress(address, port)).toList();
    }

    private static TlsClient tls(URI url, @Nullable Tls tls, ReferencedFiles references) {
        String name = tls == null || tls.serverName() == null ? WebAddress.serverName(url) : tls.serverName();
        return new TlsClient(TlsTrust.of(tls, references), name, WebAddress.port(url),
                tls == null || !tls.insecureSkipVerify());
    }
}
