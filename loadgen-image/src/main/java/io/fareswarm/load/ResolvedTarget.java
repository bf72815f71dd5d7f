package io.fareswarm.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Tls;
import io.fareswarm.api.WebAddress;
import io.fareswarm.load.send.TlsClient;
import io.fareswarm.load.send.TlsTrust;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestBase;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.ForbiddenAddressException;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;

/// The address to which a run sends its requests: the slice's target with its host resolved and checked, once for the whole
/// run. All connections of the run go to this address, so that a later response of the DNS has no effect.
///
/// @param address IP address, without a name, and port
/// @param base the part of all requests that follows from the target
/// @param tls TLS settings; null for a target without TLS
record ResolvedTarget(InetSocketAddress address, RequestBase base, @Nullable TlsClient tls) {
    /// Parses the URL and resolves its host.
    ///
    /// @throws IllegalArgumentException when the target is unusable, or when a worker must not connect to it
    static ResolvedTarget of(Slice.Target target, ReferencedFiles references, CheckedResolver resolver) {
        URI url = WebAddress.parse(String.valueOf(target.url())).filter(given -> given.getRawQuery() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected url as http:// or https://HOST:PORT with an optional path, found " + target.url()));
        String path = url.getRawPath();
        URI connect = URI.create(WebAddress.connectUrl(target.url(), target.address()));
        RequestBase base = new RequestBase(url.getRawAuthority(),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path, target.perRequest());
        return new ResolvedTarget(resolve(connect, target.route(), resolver), base,
                url.getScheme().equals("https") ? tls(url, target.tls(), references) : null);
    }

    private static InetSocketAddress resolve(URI connect, Route route, CheckedResolver resolver) {
        String host = route.host() == null ? WebAddress.host(connect) : route.host();
        try {
            return new InetSocketAddress(resolver.resolve(host, Set.copyOf(route.addresses())),
                    WebAddress.port(connect));
        } catch (ForbiddenAddressException e) {
            throw new IllegalArgumentException("url: " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "expected a host that resolves in the target's url or address, found " + host
                            + "; check the name and the DNS",
                    e);
        }
    }

    private static TlsClient tls(URI url, @Nullable Tls tls, ReferencedFiles references) {
        String name = tls == null || tls.serverName() == null ? WebAddress.serverName(url) : tls.serverName();
        return new TlsClient(TlsTrust.of(tls, references), name, WebAddress.port(url),
                tls == null || !tls.insecureSkipVerify());
    }
}
