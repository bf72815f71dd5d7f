package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Python and starlette make of the path that a request names.
final class Target {
    private static final Pattern HOST = Pattern.compile(
            "([a-z0-9._~%!$&'()*+,;=-]+|\\[(?:[a-f0-9]*:[a-f0-9.:]+|v[a-f0-9]+\\.[a-z0-9._~!$&'()*+,;=:-]+)])(?::(?=[0-9])0*([0-9]{0,5}))?",
            Pattern.CASE_INSENSITIVE);
    private static final String SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~:/%#?=@[]!$&'()*+,;";
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();
    private static final int MOST_PORT = 65_535;

    private Target() {}

    /// The path with its escapes resolved; bytes that are not UTF-8 become replacement characters.
    static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            int high = path.charAt(i) == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(path.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.put((byte) (high * 16 + low));
                i += 2;
            } else {
                bytes.put((byte) path.charAt(i));
            }
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /// Where a client is sent that asked for a path with slashes at its end.
    ///
    /// @param host as the client sent it, which need not be sound
    /// @param server the address that stands in for one that is not
    static String location(String host, String server, String path, String query) {
        String url = "http://" + (isHost(host) ? host : server) + path + (query.isEmpty() ? "" : "?" + query);
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
        return port == null || port.isEmpty() || Integer.parseInt(port) <= MOST_PORT;
    }
}
