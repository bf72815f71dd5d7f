package io.fareswarm.model.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.Cidr;
import io.fareswarm.network.IpLiterals;

/// Settings for reverse proxies in front of it, with the meaning of uvicorn's options. Trusted proxies
/// have IP addresses; uvicorn also takes names.
///
/// @param rootPath path under which clients see the server, such as `/fares`; empty for none
/// @param trusted addresses of proxies whose `X-Forwarded-Proto` counts
public record ReverseProxy(String rootPath, List<Cidr> trusted) {
    /// uvicorn's default for trusted proxies.
    public static final String LOCAL = "127.0.0.1";
    /// No prefix; proxies on this machine are trusted.
    public static final ReverseProxy DEFAULT = new ReverseProxy("", List.of(Cidr.of(InetAddress.ofLiteral(LOCAL))));

    private static final HeaderName PROTO = HeaderNames.create("X-Forwarded-Proto");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    /// Reads the values of the command line.
    ///
    /// @param rootPath a path; slashes at its end do not count
    /// @param source name of the option or variable with the value `trusted`, for messages
    /// @param trusted addresses and ranges, separated by commas; `*` for every address
    /// @throws IllegalArgumentException for another form, with a message for the user
    public static ReverseProxy parse(String rootPath, String source, String trusted) {
        String path = rootPath.replaceFirst("/+$", "");
        if (!path.isEmpty() && !Pattern.matches("(/[A-Za-z0-9._~-]+)+", path)) {
            throw new IllegalArgumentException(
                    "--root-path: expected a path such as /fares, of letters, digits and the characters . _ ~ -, found "
                            + rootPath);
        }
        if (Pattern.compile("/").splitAsStream(path).anyMatch(Set.of(".", "..")::contains)) {
            throw new IllegalArgumentException(
                    "--root-path: expected a path without the segments . and .., found " + rootPath);
        }
        if (!path.isEmpty() && hidesOwnPaths(path)) {
            throw new IllegalArgumentException(
                    "--root-path: expected another path than the server's own, found " + rootPath);
        }
        return new ReverseProxy(path, trusted.equals(LOCAL) ? DEFAULT.trusted : addresses(source, trusted));
    }

    /// Whether requests for paths of the server would start with the prefix. Every path below `/v2` is the protocol's.
    private static boolean hidesOwnPaths(String prefix) {
        return OpenInference.isPath(prefix)
                || Routes.PATHS.keySet().stream().anyMatch(own -> (own + "/").startsWith(prefix + "/"));
    }

    private static List<Cidr> addresses(String source, String trusted) {
        String ranges = trusted.strip().equals("*") ? AddressPolicy.ANYWHERE : trusted;
        try {
            return Arrays.stream(ranges.split(",")).map(String::strip).filter(text -> !text.isEmpty())
                    .map(ReverseProxy::range).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static Cidr range(String text) {
        return text.contains("/")
                ? Cidr.parse(text)
                : Cidr.of(IpLiterals.parse(text).orElseThrow(() -> new IllegalArgumentException(
                        "expected IP addresses, ranges such as 10.0.0.0/8, or *, found " + text)));
    }

    /// The scheme with which the client sent a request: the last `X-Forwarded-Proto` of a trusted proxy, otherwise http.
    String scheme(ServerRequest request) {
        List<String> values = request.headers().all(PROTO, List::of);
        String scheme = values.isEmpty() ? "" : values.getLast().strip();
        return SCHEMES.contains(scheme) && request.remotePeer().address() instanceof InetSocketAddress peer
                && trusted.stream().anyMatch(range -> range.contains(peer.getAddress())) ? scheme : "http";
    }

    /// A path of a request without the prefix: a proxy may pass it on or not.
    ///
    /// @param raw path as sent
    String withoutPrefix(String raw) {
        return !rootPath.isEmpty() && raw.startsWith(rootPath) && raw.startsWith("/", rootPath.length())
                ? raw.substring(rootPath.length())
                : raw;
    }
}
