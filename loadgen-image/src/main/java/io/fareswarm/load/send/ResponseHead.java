package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.ContentEncoding;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Parser of a response's status line and header lines. It determines where the body ends, whether the connection stays
/// open, and whether the body is compressed. Lines are passed without their line ends. For speed it compares bytes and
/// creates no strings, except for the name of a Content-Encoding.
final class ResponseHead {
    /// Content length of a response without the header Content-Length.
    static final long UNKNOWN = -1;
    /// Content length that stands for any length beyond the limit. It is an error only if a body follows: a response to
    /// HEAD may declare a longer body.
    static final long TOO_LONG = ResponseParser.MAX_BODY + 1;

    private static final byte[] PROTOCOL = "HTTP/1.".getBytes(US_ASCII);

    // These names and values are in lower case, because case does not matter in the comparison.
    private static final byte[] CONTENT_LENGTH = "content-length".getBytes(US_ASCII);
    private static final byte[] CONTENT_ENCODING = "content-encoding".getBytes(US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding".getBytes(US_ASCII);
    private static final byte[] CONNECTION = "connection".getBytes(US_ASCII);
    private static final byte[] CLOSE = "close".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "keep-alive".getBytes(US_ASCII);
    private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
    /// Maximum length of the value of a Content-Encoding that is read.
    private static final int LONGEST_ENCODINGS = 64;

    static final String NO_HTTP = "expected a response that begins with HTTP/1., found other bytes";

    private int status;
    private boolean isHttp10;
    private boolean closes;
    private boolean keepsAlive;
    private boolean isEncoded;
    private boolean isChunked;
    private ContentEncoding encoding = ContentEncoding.NONE;
    private long contentLength;

    /// Prepares for a status line.
    void begin() {
        status = 0;
        closes = false;
        keepsAlive = false;
        isEncoded = false;
        isChunked = false;
        encoding = ContentEncoding.NONE;
        contentLength = UNKNOWN;
    }

    /// The status, 100 to 599; 0 before the status line.
    int status() {
        return status;
    }

    /// Whether the server leaves the connection open after the response.
    boolean keepsConnection() {
        return !closes && (!isHttp10 || keepsAlive);
    }

    /// Whether the body has a Transfer-Encoding. The Content-Length is then ignored.
    boolean isEncoded() {
        return isEncoded;
    }

    boolean isChunked() {
        return isChunked;
    }

    ContentEncoding encoding() {
        return encoding;
    }

    /// Number of bytes of the body; [#UNKNOWN] without the header, [#TOO_LONG] for any longer body.
    long contentLength() {
        return contentLength;
    }

    /// Whether the bytes are a possible beginning of a status line. There may be few bytes.
    static boolean canBegin(byte[] bytes, int from, int end) {
        for (int i = 0; i < PROTOCOL.length && from + i < end; i++) {
            if (bytes[from + i] != PROTOCOL[i]) {
                return false;
            }
        }
        return true;
    }

    /// Parses the status line. Returns the problem with it, or null.
    @Nullable
    String statusLine(byte[] bytes, int from, int end) {
        int minor = from + PROTOCOL.length;
        if (minor > end || !canBegin(bytes, from, end)) {
            return NO_HTTP;
        }
        if (minor + 1 >= end || bytes[minor] < '0' || bytes[minor] > '9' || bytes[minor + 1] != ' ') {
            return "expected a version HTTP/1.x, found another";
        }
        isHttp10 = bytes[minor] == '0';
        int after = minor + 5;
        int number = after > end ? -1 : (int) number(bytes, minor + 2, after);
        if (number < 100 || number > 599 || (after < end && bytes[after] != ' ')) {
            return "expected a status of three digits from 100 to 599, found something else";
        }
        status = number;
        return null;
    }

    /// Parses a header line, which is not empty. Returns the problem with it, or null.
    @Nullable
    String header(byte[] bytes, int from, int end) {
        int first = bytes[from] | 0x20;
        if (first != 'c' && first != 't') {
            return null; // no relevant header begins with another letter
        }
        if (isNamed(CONTENT_LENGTH, bytes, from, end)) {
            return length(bytes, from + CONTENT_LENGTH.length + 1, end);
        }
        if (isNamed(CONNECTION, bytes, from, end)) {
            int value = from + CONNECTION.length + 1;
            closes |= contains(CLOSE, bytes, value, end);
            keepsAlive |= isHttp10 && contains(KEEP_ALIVE, bytes, value, end);
        } else if (isNamed(TRANSFER_ENCODING, bytes, from, end)) {
            isEncoded = true;
            isChunked = endsWith(CHUNKED, bytes, from + TRANSFER_ENCODING.length + 1, end);
        } else if (isNamed(CONTENT_ENCODING, bytes, from, end)) {
            encode(bytes, from + CONTENT_ENCODING.length + 1, end);
        } else if (indexOf(':', bytes, from, end) == end) {
            return "expected a header line with a colon, found none";
        }
        return null;
    }

    /// Adds the encodings of a header to those of earlier ones.
    private void encode(byte[] bytes, int from, int end) {
        String value = new String(bytes, from, Math.min(end - from, LONGEST_ENCODINGS), US_ASCII);
        for (String name : value.split(",")) {
            encoding = encoding.and(ContentEncoding.of(name));
        }
    }

    private @Nullable String length(byte[] bytes, int from, int end) {
        int first = first(bytes, from, end);
        int after = after(bytes, first, end);
        long length = number(bytes, first, after);
        if (length < 0) {
            return "expected a Content-Length of digits, found something else";
        }
        if (contentLength != UNKNOWN && contentLength != length) {
            return "expected one Content-Length, found two different ones";
        }
        contentLength = length;
        return null;
    }

    /// Parses decimal digits. Returns at most [#TOO_LONG]; a negative number if the bytes are not a number.
    private static long number(byte[] bytes, int from, int end) {
        long number = from < end ? 0 : -1;
        for (int at = from; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = Math.min(number * 10 + digit, TOO_LONG);
        }
        return number;
    }

    private static boolean isNamed(byte[] name, byte[] bytes, int from, int end) {
        int colon = from + name.length;
        return colon < end && bytes[colon] == ':' && isSame(name, bytes, from);
    }

    private static boolean isSame(byte[] lowerCase, byte[] bytes, int from) {
        for (int i = 0; i < lowerCase.length; i++) {
            if ((bytes[from + i] | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether a comma-separated list of values contains a value.
    private static boolean contains(byte[] value, byte[] bytes, int from, int end) {
        for (int at = from; at <= end; at++) {
            int comma = indexOf(',', bytes, at, end);
            if (isValue(value, bytes, at, comma)) {
                return true;
            }
            at = comma;
        }
        return false;
    }

    /// Whether the last one of a comma-separated list of values is a value.
    private static boolean endsWith(byte[] value, byte[] bytes, int from, int end) {
        int last = end;
        while (last > from && bytes[last - 1] != ',') {
            last--;
        }
        return isValue(value, bytes, last, end);
    }

    private static boolean isValue(byte[] value, byte[] bytes, int from, int end) {
        int first = first(bytes, from, end);
        return after(bytes, first, end) - first == value.length && isSame(value, bytes, first);
    }

    /// The index of the first byte that is not white space.
    private static int first(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /// The index after the last byte that is not white space.
    private static int after(byte[] bytes, int from, int end) {
        int at = end;
        while (at > from && isSpace(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r'; // RFC 9112, 2.2, treats a bare CR like a space
    }

    /// The index of a byte, or `end` if there is none.
    static int indexOf(char sought, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != sought) {
            at++;
        }
        return at;
    }
}
