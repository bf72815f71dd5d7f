package io.fareswarm.model.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON as Python's json module does, and says of broken JSON what that module says, at the same offset.
///
/// It builds a tree, so it is not for the requests that are most of a server's work.
public final class JsonReader {
    /// Levels of nesting, fewer than Python's stack takes: its recursion ends about here.
    private static final int DEEPEST = 990;
    /// Digits of an integer, where Python refuses to convert longer ones.
    private static final int MOST_DIGITS = 4300;
    private static final Pattern NUMBER = Pattern.compile("(-?(?:0|[1-9][0-9]*))(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// Broken JSON.
    public static final class Broken extends Exception {
        private final int offset;

        private Broken(String reason, int offset) {
            super(reason);
            this.offset = offset;
        }

        /// What Python says of it.
        public String reason() {
            return String.valueOf(getMessage());
        }

        /// Code points before the place that it speaks of.
        public int offset() {
            return offset;
        }
    }

    /// JSON that is sound but beyond what Python takes: too deep, or an integer too long.
    public static final class Excessive extends Exception {
        private Excessive(String message) {
            super(message);
        }
    }

    /// @throws Broken when it is no JSON
    /// @throws Excessive when Python would give up on it
    public static Json read(String text) throws Broken, Excessive {
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        Json value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.broken("Extra data", reader.at);
        }
        return value;
    }

    private Json value(int depth) throws Broken, Excessive {
        if (depth > DEEPEST) {
            throw new Excessive("nested more than %d deep".formatted(DEEPEST));
        }
        return switch (peek()) {
            case '"' -> new Json.Text(string());
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 'n' -> word("null", new Json.Null());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'N' -> word("NaN", new Json.Real(Double.NaN));
            case 'I' -> word("Infinity", new Json.Real(Double.POSITIVE_INFINITY));
            default -> number();
        };
    }

    private Json word(String word, Json value) throws Broken {
        if (!text.startsWith(word, at)) {
            throw broken("Expecting value", at);
        }
        at += word.length();
        return value;
    }

    private Json number() throws Broken, Excessive {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return word("-Infinity", new Json.Real(Double.NEGATIVE_INFINITY));
        }
        at = matcher.end();
        if (matcher.group(2) != null || matcher.group(3) != null) {
            return new Json.Real(Double.parseDouble(matcher.group()));
        }
        String digits = matcher.group(1);
        if (digits.length() - (digits.startsWith("-") ? 1 : 0) > MOST_DIGITS) {
            throw new Excessive("an integer of more than %d digits".formatted(MOST_DIGITS));
        }
        return new Json.Int(new BigInteger(digits));
    }

    private Json array(int depth) throws Broken, Excessive {
        List<Json> values = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return new Json.Array(values);
        }
        while (true) {
            values.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                at++;
                return new Json.Array(values);
            }
            expect(',', "Expecting ',' delimiter");
            skipSpace();
        }
    }

    private Json object(int depth) throws Broken, Excessive {
        Map<String, Json> values = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return new Json.Obj(values);
        }
        while (true) {
            if (peek() != '"') {
                throw broken("Expecting property name enclosed in double quotes", at);
            }
            String name = string();
            skipSpace();
            expect(':', "Expecting ':' delimiter");
            skipSpace();
            values.put(name, value(depth + 1));
            skipSpace();
            if (peek() == '}') {
                at++;
                return new Json.Obj(values);
            }
            expect(',', "Expecting ',' delimiter");
            skipSpace();
        }
    }

    private String string() throws Broken {
        int opening = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next(opening);
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                throw broken("Invalid control character at", at - 1);
            }
            value.append(c == '\\' ? escape(opening) : c);
        }
    }

    private char escape(int opening) throws Broken {
        int backslash = at - 1;
        char c = next(opening);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw broken("Invalid \\escape", backslash);
        };
    }

    private char unicode() throws Broken {
        // Python's scanner wants the closing quote in the text as well before it looks at the digits.
        if (at + 4 >= text.length()) {
            throw broken("Invalid \\uXXXX escape", at - 1);
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw broken("Invalid \\uXXXX escape", at - 1);
            }
            code = code * 16 + digit;
        }
        at += 4;
        return (char) code;
    }

    private char next(int opening) throws Broken {
        if (at == text.length()) {
            throw broken("Unterminated string starting at", opening);
        }
        return text.charAt(at++);
    }

    private void expect(char wanted, String otherwise) throws Broken {
        if (peek() != wanted) {
            throw broken(otherwise, at);
        }
        at++;
    }

    /// The next character; NUL, which no rule allows, at the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Broken broken(String reason, int offset) {
        return new Broken(reason, text.codePointCount(0, offset));
    }
}
