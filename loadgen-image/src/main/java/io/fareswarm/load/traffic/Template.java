package io.fareswarm.load.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A compiled text with `#{...}` expressions: literal bytes, and a newly drawn value for each expression.
record Template(List<Consumer<ByteOutput>> parts) {
    void write(ByteOutput into) {
        for (int i = 0; i < parts.size(); i++) { // an iterator would be allocated for each request
            parts.get(i).accept(into);
        }
    }

    /// Builder of a template from texts.
    static final class Builder {
        private final List<Consumer<ByteOutput>> parts = new ArrayList<>();
        private final ByteOutput literal = new ByteOutput();

        Builder literal(String text) {
            literal.write(text.getBytes(UTF_8));
            return this;
        }

        Builder literal(String text, ValueEncoding encoding) {
            encoding.write(text, literal);
            return this;
        }

        /// Appends a text with expressions. The text between the expressions is unchanged.
        ///
        /// @throws IllegalArgumentException if an expression is unknown
        Builder text(String text, ExpressionCompiler expressions, ValueEncoding encoding) {
            return text(text, expressions, encoding, ValueEncoding.PLAIN);
        }

        /// Appends a text with expressions.
        ///
        /// @param encoding encoding of the values
        /// @param between encoding of the text between the expressions
        Builder text(String text, ExpressionCompiler expressions, ValueEncoding encoding, ValueEncoding between) {
            int at = 0;
            while (true) {
                int from = text.indexOf("#{", at);
                if (from < 0) {
                    return literal(text.substring(at), between);
                }
                int to = text.indexOf('}', from);
                if (to < 0) {
                    throw new IllegalArgumentException("expected } after #{, found '" + text.substring(from) + "'");
                }
                literal(text.substring(at, from), between);
                flush();
                Supplier<String> value = expressions.compile(text.substring(from + 2, to));
                parts.add(into -> encoding.write(value.get(), into));
                at = to + 1;
            }
        }

        Template build() {
            flush();
            return new Template(List.copyOf(parts));
        }

        private void flush() {
            if (literal.length() > 0) {
                byte[] bytes = literal.copy();
                parts.add(into -> into.write(bytes));
                literal.clear();
            }
        }
    }
}
