package io.fareswarm.model.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Syntax error of Python's json module, with its message and offset. Jackson's messages and offsets differ, so a text
/// that Jackson rejects is scanned again with Python's rules and limits.
public final class PythonSyntaxError extends Exception {
    private static final Pattern LITERAL = Pattern.compile(
            "null|true|false|NaN|-?Infinity|-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");

    private final int offset;

    private PythonSyntaxError(String reason, int offset) {
        super(reason, null, false, false); // an expected outcome, not a fault
        this.offset = offset;
    }

    /// Python's message, such as `Expecting value`.
    public String reason() {
        return String.valueOf(getMessage());
    }

    /// Offset of the error in code points.
    public int offset() {
        return offset;
    }

    /// Scans a text up to the first syntax error.
    ///
    /// @throws PythonSyntaxError at a syntax error
    /// @throws PythonJson.Unreadable if the nesting is too deep, or an integer is too long
    static void check(String text) throws PythonSyntaxError, PythonJson.Unreadable {
        new Scanner(text).scan();
    }

    /// Scanner that stops at the first syntax error.
    private static final class Scanner {
        private final String text;
        private final Matcher literal;
        /// Stack of expected closing brackets, the innermost first.
        private final Deque<Character> closing = new ArrayDeque<>();
        private int at;

        private Scanner(String text) {
            this.text = text;
            literal = LITERAL.matcher(text);
        }

        private void scan() throws PythonSyntaxError, PythonJson.Unreadable {
            skipSpace();
            do {
                if (!startValue()) {
                    endValue();
                }
            } while (!closing.isEmpty());
            if (at < text.length()) {
                throw error("Extra data", at);
            }
        }

        /// Reads a scalar, an empty container or a container's start.
        ///
        /// @return whether the container's first value follows
        private boolean startValue() throws PythonSyntaxError, PythonJson.Unreadable {
            char c = peek();
            if (c == '"') {
                string();
            } else if (c == '{' || c == '[') {
                char end = c == '{' ? '}' : ']';
                at++;
                skipSpace();
                closing.push(end);
                if (closing.size() > PythonJson.MAX_DEPTH) {
                    throw new PythonJson.Unreadable("nested more than %d deep".formatted(PythonJson.MAX_DEPTH));
                }
                if (peek() != end) {
                    name();
                    return true;
                }
            } else if (literal.region(at, text.length()).lookingAt()) {
                at = literal.end();
                if (literal.group(1) != null && literal.group(1).length() > PythonJson.MAX_DIGITS
                        && literal.group(2) == null && literal.group(3) == null) {
                    throw new PythonJson.Unreadable(
                            "an integer of more than %d digits".formatted(PythonJson.MAX_DIGITS));
                }
            } else {
                throw error("Expecting value", at);
            }
            return false;
        }

        /// Reads from the end of a value to the next value.
        private void endValue() throws PythonSyntaxError {
            skipSpace();
            while (!closing.isEmpty()) {
                if (peek() != closing.peek()) {
                    expect(',', "Expecting ',' delimiter");
                    name();
                    return;
                }
                closing.pop();
                at++;
                skipSpace();
            }
        }

        /// Reads a name and its colon if the innermost container is an object.
        private void name() throws PythonSyntaxError {
            if (closing.getFirst() == '}') {
                if (peek() != '"') {
                    throw error("Expecting property name enclosed in double quotes", at);
                }
                string();
                skipSpace();
                expect(':', "Expecting ':' delimiter");
            }
        }

        private void string() throws PythonSyntaxError {
            int opening = at++;
            while (true) {
                char c = next(opening);
                if (c == '"') {
                    return;
                }
                if (c < ' ') {
                    throw error("Invalid control character at", at - 1);
                }
                if (c == '\\') {
                    escape(opening);
                }
            }
        }

        private void escape(int opening) throws PythonSyntaxError {
            int backslash = at - 1;
            char c = next(opening);
            if (c != 'u') {
                if ("\"\\/bfnrt".indexOf(c) < 0) {
                    throw error("Invalid \\escape", backslash);
                }
                return;
            }
            // Python's scanner requires another character after the four hex digits.
            if (at + 4 >= text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw error("Invalid \\uXXXX escape", at - 1);
            }
            at += 4;
        }

        private char next(int opening) throws PythonSyntaxError {
            if (at == text.length()) {
                throw error("Unterminated string starting at", opening);
            }
            return text.charAt(at++);
        }

        private void expect(char wanted, String otherwise) throws PythonSyntaxError {
            if (peek() != wanted) {
                throw error(otherwise, at);
            }
            at++;
            skipSpace();
        }

        /// The next character; at the end NUL, which is invalid everywhere.
        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void skipSpace() {
            while (" \t\n\r".indexOf(peek()) >= 0) {
                at++;
            }
        }

        private PythonSyntaxError error(String reason, int place) {
            return new PythonSyntaxError(reason, text.codePointCount(0, place));
        }
    }
}
