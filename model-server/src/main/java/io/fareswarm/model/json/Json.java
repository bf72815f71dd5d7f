package io.fareswarm.model.json;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A JSON value as Python's json module reads it: integers have no bound, and floats may be infinite or NaN.
public sealed interface Json {
    record Null() implements Json {}

    record Bool(boolean value) implements Json {}

    record Int(BigInteger value) implements Json {}

    record Real(double value) implements Json {}

    record Text(String value) implements Json {}

    record Array(List<Json> values) implements Json {}

    /// @param values in the order of the text; of equal names the last counts
    record Obj(Map<String, Json> values) implements Json {}

    /// Writes a value as FastAPI's answers do: no spaces, other scripts as they are. Two things that FastAPI cannot write
    /// (it answers 500) are written too: a number that is not finite as null, half a surrogate pair as an escape.
    static void write(Json json, StringBuilder to) {
        switch (json) {
            case Null() -> to.append("null");
            case Bool(boolean value) -> to.append(value);
            case Int(BigInteger value) -> to.append(value);
            case Real(double value) -> to.append(Double.isFinite(value) ? PythonFloat.repr(value) : "null");
            case Text(String value) -> write(value, to);
            case Array(List<Json> values) -> {
                char before = '[';
                for (Json value : values) {
                    write(value, to.append(before));
                    before = ',';
                }
                to.append(values.isEmpty() ? "[]" : "]");
            }
            case Obj(Map<String, Json> values) -> {
                char before = '{';
                for (Map.Entry<String, Json> entry : values.entrySet()) {
                    write(entry.getKey(), to.append(before));
                    write(entry.getValue(), to.append(':'));
                    before = ',';
                }
                to.append(values.isEmpty() ? "{}" : "}");
            }
        }
    }

    /// Writes a string in quotes.
    static void write(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                case '\f' -> to.append("\\f");
                case '\b' -> to.append("\\b");
                default -> {
                    if (Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                        to.append(c).append(text.charAt(++i));
                    } else if (c < ' ' || Character.isSurrogate(c)) {
                        to.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        to.append('"');
    }
}
