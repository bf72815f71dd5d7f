package io.fareswarm.model.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A request's line and headers, read by the rules of h11: it takes line feeds alone, folded headers, any byte but white
/// space and NUL in a value, and a length beside chunks, which it then ignores; it refuses two hosts and two lengths.
public final class Head {
    private static final int MOST_LENGTH_DIGITS = 20;
    /// What a head takes in memory beside its text, and what a header does: two strings, their arrays and references.
    private static final int OVERHEAD = 256;
    private static final int OVERHEAD_OF_HEADER = 112;
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c : "-!#$%&'*+.^_`|~0123456789".toCharArray()) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[Character.toUpperCase(c)] = true;
        }
    }

    private final List<String> headers = new ArrayList<>(16); // names in lower case, each before its value
    private String method = "";
    private String target = "";
    private boolean old;
    private boolean needsHost;
    private long length;
    private boolean chunked;
    private boolean close;
    private boolean awaitsGo;

    private Head() {}

    /// Reads the lines in a range that ends with an empty line.
    ///
    /// @throws Refusal when they are not HTTP
    static Head read(byte[] bytes, int from, int to) throws Refusal {
        Head head = new Head();
        boolean first = true;
        String pending = "";
        StringBuilder folded = new StringBuilder();
        for (int at = from; at < to;) {
            int feed = at;
            while (bytes[feed] != '\n') {
                feed++;
            }
            int end = feed > at && bytes[feed - 1] == '\r' ? feed - 1 : feed;
            if (first) {
                head.requestLine(bytes, at, end);
                first = false;
            } else if (bytes[at] == ' ' || bytes[at] == '\t') {
                int text = at;
                while (text < end && isBlank(bytes[text])) {
                    text++;
                }
                if (pending.isEmpty()) {
                    throw Refusal.broken();
                }
                folded.append(' ').append(text(bytes, text, end));
            } else {
                head.add(folded.isEmpty() ? pending : pending + folded);
                folded.setLength(0);
                pending = text(bytes, at, end);
            }
            at = feed + 1;
        }
        head.add(folded.isEmpty() ? pending : pending + folded);
        head.understand();
        return head;
    }

    /// Judges lines as headers, and forgets them: what follows the last chunk of a body.
    static void check(byte[] bytes, int from, int to) throws Refusal {
        byte[] line = "GET / HTTP/1.0\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] lines = new byte[line.length + to - from];
        System.arraycopy(line, 0, lines, 0, line.length);
        System.arraycopy(bytes, from, lines, line.length, to - from);
        read(lines, 0, lines.length);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private void requestLine(byte[] bytes, int from, int to) throws Refusal {
        int at = from;
        while (at < to && TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        int targetStart = at + 1;
        if (at == from || at >= to || bytes[at] != ' ') {
            throw Refusal.broken();
        }
        int end = targetStart;
        while (end < to && bytes[end] > ' ' && bytes[end] < 0x7f) {
            end++;
        }
        if (end == targetStart || to - end != " HTTP/1.1".length() || !text(bytes, end, end + 6).equals(" HTTP/")
                || !isDigit(bytes[end + 6]) || bytes[end + 7] != '.' || !isDigit(bytes[end + 8])) {
            throw Refusal.broken();
        }
        method = at - from == 4 && bytes[from] == 'P' && bytes[from + 1] == 'O' && bytes[from + 2] == 'S'
                && bytes[from + 3] == 'T' ? "POST" : text(bytes, from, at);
        target = text(bytes, targetStart, end);
        needsHost = bytes[end + 6] == '1' && bytes[end + 8] == '1';
        old = bytes[end + 6] < '1' || (bytes[end + 6] == '1' && bytes[end + 8] < '1');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private void add(String line) throws Refusal {
        if (line.isEmpty()) {
            return;
        }
        int colon = 0;
        while (colon < line.length() && TOKEN[line.charAt(colon)]) {
            colon++;
        }
        if (colon == 0 || colon == line.length() || line.charAt(colon) != ':') {
            throw Refusal.broken();
        }
        String value = trim(line, colon + 1);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || (c >= '\n' && c <= '\r')) {
                throw Refusal.broken();
            }
        }
        headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT));
        headers.add(value);
    }

    private void understand() throws Refusal {
        int hosts = 0;
        String stated = "";
        for (int i = 0; i < headers.size(); i += 2) {
            String value = headers.get(i + 1);
            switch (headers.get(i)) {
                case "host" -> hosts++;
                case "content-length" -> {
                    for (String part : value.split(",", -1)) {
                        stated = lengthAgain(stated, trim(part, 0));
                    }
                }
                case "transfer-encoding" -> {
                    if (chunked || !value.equalsIgnoreCase("chunked")) {
                        throw Refusal.broken();
                    }
                    chunked = true;
                }
                case "connection" -> close |= names(value, "close");
                case "expect" -> awaitsGo |= names(value, "100-continue");
                default -> {
                }
            }
        }
        if (hosts > 1 || (hosts == 0 && needsHost)) {
            throw Refusal.broken();
        }
        length = chunked || stated.isEmpty() ? 0 : length(stated);
    }

    /// A length that may be stated any number of times, in the same digits.
    private static String lengthAgain(String before, String digits) throws Refusal {
        if (digits.isEmpty() || digits.length() > MOST_LENGTH_DIGITS || !digits.chars().allMatch(Head::isDigit)
                || !(before.isEmpty() || before.equals(digits))) {
            throw Refusal.broken();
        }
        return digits;
    }

    /// What is beyond a long is as long.
    private static long length(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static String trim(String text, int start) {
        int from = start;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean names(String value, String wanted) {
        if (value.indexOf(',') < 0) {
            return value.equalsIgnoreCase(wanted);
        }
        for (String part : value.split(",")) {
            if (trim(part, 0).equalsIgnoreCase(wanted)) {
                return true;
            }
        }
        return false;
    }

    String method() {
        return method;
    }

    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /// What follows the path's question mark; empty where nothing does.
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    String header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equals(name)) {
                return headers.get(i + 1);
            }
        }
        return "";
    }

    /// Bytes of memory that it takes.
    int held() {
        int bytes = OVERHEAD + method.length() + target.length() + headers.size() / 2 * OVERHEAD_OF_HEADER;
        for (String text : headers) {
            bytes += text.length();
        }
        return bytes;
    }

    /// Bytes of the body, where it does not come in chunks.
    long length() {
        return length;
    }

    boolean chunked() {
        return chunked;
    }

    /// Whether the connection ends with this request.
    boolean last() {
        return close || old;
    }

    /// Whether the client sends its body only when it is told to.
    boolean awaitsGo() {
        return awaitsGo && !old && (chunked || length > 0);
    }
}
