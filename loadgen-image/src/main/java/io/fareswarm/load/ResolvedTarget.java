package io.fareswarm.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Tls;
import io.fareswarm.api.WebAddress;
import io.fareswarm.load.send.TlsClient;
import io.fareswarm.load.send.TlsTrust;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.Slice;

/// The address to which a run sends its requests: the slice's target with its host resolved.
///
/// @param address IP address and port
/// @param authority host and port for the Host header
/// @param basePath path before each task's path; empty or begins with a slash
/// @param tls TLS settings; null for a target without TLS
record ResolvedTarget(InetSocketAddress address, String authority, String basePath, @Nullable TlsClient tls) {
    /// Parses the URL and resolves its host.
    ///
    /// @throws IllegalArgumentException when the target is unusable
    static ResolvedTarget of(Slice.Target target, ReferencedFiles references) {
        URI url = WebAddress.parse(String.valueOf(target.url())).filter(given -> given.getRawQuery() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected url as http:// or https://HOST:PORT with an optional path, found " + target.url()));
        String path = url.getRawPath();
        return new ResolvedTarget(resolve(url), url.getRawAuthority(),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                url.getScheme().equals("https") ? tls(url, target.tls(), references) : null);
    }

    private static InetSocketAddress resolve(URI url) {
        try {
            return new InetSocketAddress(InetAddress.getByName(url.getHost()), port(url));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "expected a host that resolves in url, found " + url.getHost() + "; check the name and the DNS", e);
        }
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    private static TlsClient tls(URI url, @Nullable Tls tls, ReferencedFiles references) {
        String host = url.getHost().startsWith("[")
                ? url.getHost().substring(1, url.getHost().length() - 1)
                : url.getHost();
        return new TlsClient(TlsTrust.of(tls, references), host, port(url), tls == null || !tls.insecureSkipVerify());
    }
}
