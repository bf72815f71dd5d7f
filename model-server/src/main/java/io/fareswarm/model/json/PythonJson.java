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

/// JSON as Python's json module reads it and as FastAPI writes it. Jackson parses; this class holds it to Python's rules:
/// NaN and Infinity are numbers, integers have up to 4,300 digits, values are nested up to 990 deep, and of equal names
/// the last counts, at the place of the first.
public final class PythonJson {
    static final int MAX_DEPTH = 990;
    static final int MAX_DIGITS = 4300;
    /// Half of a pair without the other half; a pattern sees whole pairs as one character.
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Clients choose the names, so there is no table of them to fill.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            // The caller bounds the size of a body, so the lengths of names, strings and fractions need no bound here.
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).build())
            .build());

    private PythonJson() {}

    /// A text that Python cannot read for another reason than its syntax: wrong bytes, nested too deep, or an integer
    /// that is too long.
    public static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message, null, false, false); // an expected outcome, not a fault
        }
    }

    /// Reads one value.
    ///
    /// @param bytes in UTF-8, UTF-16 or UTF-32; their number is bounded by the caller
    /// @throws PythonSyntaxError when it is not JSON
    /// @throws Unreadable when Python would give up on it
    public static JsonNode read(byte[] bytes) throws PythonSyntaxError, Unreadable {
        String text;
        try {
            text = PythonText.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new Unreadable("expected text, found other bytes");
        }
        if (text.contains("\\u")) {
            PythonSyntaxError.check(text); // as Jackson takes some characters beyond Latin-1 for hex digits
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

    /// Refuses the two numbers that Jackson takes and Python does not.
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

    /// A value as FastAPI's responses have it: no spaces, other scripts as they are. Two things that FastAPI cannot write,
    /// where it responds 500, are written too: a number that is not finite as null, a lone surrogate as an escape.
    public static String write(JsonNode value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new PythonGenerator(MAPPER.getFactory().createGenerator(text))) {
            MAPPER.writeTree(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory
        }
        return LONE_SURROGATE.matcher(text.toString())
                .replaceAll(found -> "\\\\u" + HexFormat.of().toHexDigits(found.group().charAt(0)));
    }

    /// A string in quotes, as [#write] has it.
    public static String quote(String text) {
        return write(TextNode.valueOf(text));
    }

    /// Writes floats as Python does.
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
