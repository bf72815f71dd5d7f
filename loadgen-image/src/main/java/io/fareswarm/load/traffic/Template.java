package io.fareswarm.load.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A text with expressions, compiled: literal bytes, and values that are drawn anew each time.
final class Template {
    private final List<Consumer<ByteOutput>> parts;
    private final boolean constant;

    private Template(List<Consumer<ByteOutput>> parts, boolean constant) {
        this.parts = parts;
        this.constant = constant;
    }

    /// Whether nothing in it is drawn.
    boolean isConstant() {
        return constant;
    }

    void write(ByteOutput into) {
        for (Consumer<ByteOutput> part : parts) {
            part.accept(into);
        }
    }

    /// What it writes; for one in which nothing is drawn.
    byte[] bytes() {
        ByteOutput bytes = new ByteOutput();
        write(bytes);
        return bytes.copy();
    }

    /// Puts a template together.
    static final class Builder {
        private final List<Consumer<ByteOutput>> parts = new ArrayList<>();
        private boolean constant = true;
        private final ByteOutput literal = new ByteOutput();

        Builder literal(String text) {
            literal.write(text.getBytes(UTF_8));
            return this;
        }

        Builder literal(String text, ValueEncoding encoding) {
            encoding.write(text, literal);
            return this;
        }

        /// A text with expressions; what is between them stands as it is.
        ///
        /// @throws IllegalArgumentException when one of them is unknown
        Builder text(String text, Expressions expressions, ValueEncoding encoding) {
            return text(text, expressions, encoding, ValueEncoding.PLAIN);
        }

        /// A text with expressions, and an encoding for what is between them.
        Builder text(String text, Expressions expressions, ValueEncoding encoding, ValueEncoding between) {
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
                constant = false;
                at = to + 1;
            }
        }

        Template build() {
            flush();
            return new Template(List.copyOf(parts), constant);
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
