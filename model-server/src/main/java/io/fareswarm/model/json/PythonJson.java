package io.fareswarm.model.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

/// JSON reader with the rules of Python's json module, and writer in FastAPI's format, based on Jackson. NaN and
/// Infinity are numbers. Integers have at most 4,300 digits. Values are nested at most 990 deep. If a name occurs twice
/// in an object, the last value counts, in the position of the first.
public final class PythonJson {
    static final int MAX_DEPTH = 990;
    static final int MAX_DIGITS = 4300;
    /// Pattern of a surrogate outside a pair. A pattern matches a whole pair as one character.
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Clients choose the names in objects, so a table of names could grow without bound.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            // The caller limits the size of a body, and thereby the length of names, strings and fractions.
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).build())
            .build());

    private static final Pattern ODD_ESCAPE = Pattern.compile("\\\\u(?![0-9A-Fa-f]{4})");

    private PythonJson() {}

    /// Thrown for a text that Python rejects for a reason other than its syntax: invalid bytes, too deep nesting, or
    /// too long an integer.
    public static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message, null, false, false); // an expected outcome, not a fault
        }
    }

    /// Reads one value.
    ///
    /// @param bytes text in UTF-8, UTF-16 or UTF-32; the caller limits its length
    /// @throws PythonSyntaxError if the text is not JSON
    /// @throws Unreadable if Python rejects the text for another reason
    public static JsonNode read(byte[] bytes) throws PythonSyntaxError, Unreadable {
        String text;
        try {
            text = PythonText.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new Unreadable("expected text, found other bytes");
        }
        if (ODD_ESCAPE.matcher(text).find()) {
            PythonSyntaxError.check(text); // Jackson accepts some characters beyond Latin-1 as hex digits
        }
        try (PythonParser parser = new PythonParser(MAPPER.getFactory().createParser(text))) {
            JsonNode value = MAPPER.readTree(parser);
            if (value == null || parser.nextToken() != null) {
                throw new JsonParseException(parser, "expected one value");
            }
            return value;
        } catch (IOException e) {
            PythonSyntaxError.check(text);
            throw new Unreadable("expected JSON within Python's limits");
        }
    }

    /// Parser that rejects the numbers that Jackson accepts but Python does not.
    private static final class PythonParser extends JsonParserDelegate {
        private PythonParser(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT && getTextLength() > MAX_DIGITS
                    && getText().replace("-", "").length() > MAX_DIGITS) {
                throw new IOException("an integer of more than %d digits".formatted(MAX_DIGITS));
            }
            if (token == JsonToken.VALUE_NUMBER_FLOAT && getText().endsWith("INF")) {
                throw new JsonParseException(this, "INF");
            }
            return token;
        }
    }

    /// Writes a value in the format of FastAPI's responses: without spaces, and with non-ASCII characters unescaped.
    /// FastAPI responds 500 to two kinds of values that it cannot write. Here, a number that is not finite becomes
    /// null, and a lone surrogate becomes an escape.
    public static String write(JsonNode value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new PythonGenerator(MAPPER.getFactory().createGenerator(text))) {
            MAPPER.writeTree(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // impossible: writes to memory
        }
        return LONE_SURROGATE.matcher(text.toString())
                .replaceAll(found -> "\\\\u" + HexFormat.of().toHexDigits(found.group().charAt(0)));
    }

    /// A JSON string in the format of [#write].
    public static String quote(String text) {
        return write(TextNode.valueOf(text));
    }

    /// Generator that writes floats as Python does.
    private static final class PythonGenerator extends JsonGeneratorDelegate {
        private PythonGenerator(JsonGenerator generator) {
            super(generator);
        }

        @Override
        public void writeNumber(double value) throws IOException {
            if (Double.isFinite(value)) {
                writeNumber(PythonFloat.repr(value));
            } else {
                writeNull();
            }
        }
    }
}
