package io.fareswarm.model.serve;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/// Fast parser of ordinary rides. It reads Jackson's tokens without building a tree. A ride is ordinary if it is an
/// ASCII object that has each of the seven fields once, with the field's own JSON type. [RideValidation] handles all
/// other rides.
final class PlainRideReader {
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    /// Maximum number of digits of an integer; [RideValidation] handles longer ones.
    private static final int INT_LENGTH = 18;

    private PlainRideReader() {}

    /// The ride; null if it is not ordinary.
    static @Nullable Coordinates read(byte[] body) {
        int bits = 0;
        for (byte b : body) {
            bits |= b;
        }
        if (bits < 0) {
            return null; // Jackson does not check UTF-8 as strictly as Python
        }
        try (JsonParser parser = JSON.createParser(body)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Coordinates read(JsonParser parser) throws IOException {
        double[] numbers = new double[RideField.ALL.size()];
        int seen = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int place = RideField.place(name);
            if (place < 0 || (seen & 1 << place) != 0) {
                return null;
            }
            seen |= 1 << place;
            JsonToken value = parser.nextToken();
            RideField.FieldType kind = RideField.ALL.get(place).kind();
            boolean plain = switch (kind) {
                case TEXT -> value == JsonToken.VALUE_STRING;
                case REAL -> value == JsonToken.VALUE_NUMBER_FLOAT || isShort(value, parser);
                case INT -> isShort(value, parser);
            };
            if (plain && kind == RideField.FieldType.REAL) {
                numbers[place] = parser.getDoubleValue();
                plain = Double.isFinite(numbers[place]);
            }
            if (!plain) {
                return null;
            }
        }
        return seen == (1 << numbers.length) - 1 && parser.currentToken() == JsonToken.END_OBJECT
                && parser.nextToken() == null ? new Coordinates(numbers[2], numbers[3], numbers[4], numbers[5]) : null;
    }

    private static boolean isShort(JsonToken value, JsonParser parser) throws IOException {
        return value == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= INT_LENGTH;
    }
}
