package io.fareswarm.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Addresses of web services and files.
public final class WebAddress {
    private static final String PORT = ":([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
    private static final String LABEL = "([A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_-]*[A-Za-z0-9_])";
    private static final String LAST_LABEL = "([A-Za-z_]|[A-Za-z_][A-Za-z0-9_-]*[A-Za-z0-9_])[.]?";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    /// Regular expression of a host, for Java and RE2: a name whose last label begins with a letter, an IPv4 address, or an
    /// IPv6 address in brackets. Underscores, which are common in the names of containers, are letters.
    static final String HOST = "((" + LABEL + "[.])*" + LAST_LABEL + "|(" + BYTE + "[.]){3}" + BYTE
            + "|[[][0-9A-Fa-f:.]+[]])";
    /// Regular expression of a host with an optional port.
    static final String HOST_PORT = "^" + HOST + "(" + PORT + ")?$";
    /// Regular expression of an http or https URL without user info, query and fragment.
    static final String URL = "^https?://" + HOST + "(" + PORT + ")?(/([!$&-;=@A-Z_a-z~]|%[0-9A-Fa-f]{2})*)?$";

    /// A host that java.net.URI does not accept, because it has an underscore.
    private static final Pattern WITH_UNDERSCORE = Pattern
            .compile("(?<host>[A-Za-z0-9_.-]*_[A-Za-z0-9_.-]*)(:(?<port>[0-9]{1,5}))?");

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
        return url.getHost() == null ? withUnderscore(url).group("host") : withoutBrackets(url.getHost());
    }

    private static Matcher withUnderscore(URI url) {
        Matcher authority = WITH_UNDERSCORE.matcher(String.valueOf(url.getRawAuthority()));
        if (!authority.matches()) {
            throw new IllegalArgumentException("expected a url with a host, found " + url);
        }
        return authority;
    }

    /// A name or an IP address without the brackets that an IPv6 address may have, as in a URL.
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// The host of a URL as SNI and certificates name it: without the trailing dot of an absolute name.
    public static String serverName(URI url) {
        return host(url).replaceFirst("[.]$", "");
    }

    /// The URL to whose host and port a client connects: `url`, or the same with another host.
    ///
    /// @param url URL of [#parse]
    /// @param address host with an optional port, by default the url's; null for the url's host
    public static String connectUrl(String url, @Nullable String address) {
        if (address == null) {
            return url;
        }
        URI named = parse(url)
                .orElseThrow(() -> new IllegalArgumentException("expected an http or https url, found " + url));
        boolean hasPort = address.matches(".*:[0-9]+"); // the last colon of an IPv6 address is within brackets
        return named.getScheme() + "://" + address + (hasPort ? "" : ":" + port(named));
    }

    /// The port of a URL of [#parse], by default that of its scheme.
    public static int port(URI url) {
        String underscored = url.getHost() == null ? withUnderscore(url).group("port") : null;
        int port = underscored == null ? url.getPort() : Integer.parseInt(underscored);
        return port >= 0 ? port : url.getScheme().equals("https") ? 443 : 80;
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
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && (url.getHost() != null || WITH_UNDERSCORE.matcher(String.valueOf(url.getRawAuthority())).matches())
                && url.getRawUserInfo() == null && url.getRawFragment() == null;
    }
}
