package io.fareswarm.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Addresses of web services and files.
public final class WebAddress {
    private WebAddress() {}

    /// The http URL of a host and a port.
    ///
    /// @param host name or IP address; an IPv6 address without brackets
    public static URI http(String host, int port) {
        return URI.create("http://" + inUrl(host) + ":" + port);
    }

    /// A host as it stands in a URL: an IPv6 address gets brackets.
    ///
    /// @param host name or IP address; an IPv6 address without brackets
    public static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /// The host of a URL of [#parse]; an IPv6 address without brackets.
    public static String host(URI url) {
        return withoutBrackets(url.getHost());
    }

    /// A name or an IP address without the brackets that an IPv6 address may have, as in a URL.
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// The host of a URL as SNI and certificates name it: without the trailing dot of an absolute name.
    public static String serverName(URI url) {
        return host(url).replaceFirst("[.]$", "");
    }

    /// The port of a URL of [#parse], by default that of its scheme.
    public static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    /// The http or https URL with a host, and without user info or fragment; empty when the text is something else.
    public static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text)).filter(WebAddress::isOne);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isOne(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
                && url.getRawUserInfo() == null && url.getRawFragment() == null;
    }
}
