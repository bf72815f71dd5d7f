package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;

/// Path of a request with starlette's rules: percent escapes are resolved; dots, double slashes and path parameters are
/// not.
final class RequestPath {
    private static final Pattern HOST = Pattern.compile(
            "([a-z0-9._~%!$&'()*+,;=-]+|\\[(?:[a-f0-9]*:[a-f0-9.:]+|v[a-f0-9]+\\.[a-z0-9._~!$&'()*+,;=:-]+)])(?::(?=[0-9])0*([0-9]{0,5}))?",
            Pattern.CASE_INSENSITIVE);
    private static final String SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~:/%#?=@[]!$&'()*+,;";
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();
    private static final int MAX_PORT = 65_535;

    private RequestPath() {}

    /// Matcher of one path, however it is escaped.
    record Exact(String path) implements PathMatcher {
        @Override
        public PathMatchers.MatchResult match(UriPath uri) {
            return path.equals(uri.rawPath()) || path.equals(matched(uri.rawPath()))
                    ? PathMatchers.any().match(uri)
                    : PathMatchers.MatchResult.notAccepted();
        }

        @Override
        public PathMatchers.PrefixMatchResult prefixMatch(UriPath uri) {
            return PathMatchers.PrefixMatchResult.notAccepted();
        }
    }

    /// The path to match routes with: unescaped, and without a line feed at the end.
    static String matched(String raw) {
        String path = decode(raw);
        return path.endsWith("\n") ? path.substring(0, path.length() - 1) : path;
    }

    /// The path with its escapes resolved; bytes that are not UTF-8 become replacement characters.
    static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            int high = raw.charAt(i) == '%' && i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.put((byte) (high * 16 + low));
                i += 2;
            } else {
                bytes.put((byte) raw.charAt(i));
            }
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /// The URL to redirect to.
    ///
    /// @param scheme http or https
    /// @param host value of the header `Host` as sent; may be invalid
    /// @param server host and port to use if `host` is invalid
    static String location(String scheme, String host, String server, String path, String query) {
        String url = scheme + "://" + (isHost(host) ? host : server) + path + (query.isEmpty() ? "" : "?" + query);
        StringBuilder quoted = new StringBuilder();
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            if (SAFE.indexOf(b) >= 0) {
                quoted.append((char) b);
            } else {
                quoted.append('%').append(UPPER_HEX.toHexDigits(b));
            }
        }
        return quoted.toString();
    }

    private static boolean isHost(String host) {
        Matcher matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group(2);
        return port == null || port.isEmpty() || Integer.parseInt(port) <= MAX_PORT;
    }
}
