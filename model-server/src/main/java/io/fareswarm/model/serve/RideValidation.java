package io.fareswarm.model.serve;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.model.json.PythonJson;

/// Validation of a ride's fields with the rules and error messages of pydantic's lax mode.
final class RideValidation {
    // Clients choose the input, up to a body's limit. Possessive quantifiers keep matching linear and off the stack.
    /// pydantic skips leading zeros and underscores and then accepts a second sign; group 1 has the digits.
    private static final Pattern INT = Pattern
            .compile("(?:(?:[+-]?(?:0[0_]*+)?|\\+?0[0_]*+-)([1-9][0-9]*+(?:_[0-9]++)*+)"
                    + "|[+-]?0(?:[0_]*0)?|\\+?0[0_]*+-0)(?:\\.0++)?");
    private static final Pattern TOO_LONG = Pattern.compile("[+-]?[1-9][0-9]{4300}");
    private static final Pattern MISPLACED_UNDERSCORE = Pattern.compile("^_|__|_$");
    private static final Pattern REAL = Pattern
            .compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);
    /// White space by the definitions of Python and Rust.
    private static final String SPACE = "[\\p{Z}\\t-\\r\\x85]";
    private static final Pattern AROUND = Pattern
            .compile("^" + SPACE + "++|(?<!" + SPACE + ")" + SPACE + "++\\z");
    private static final int MAX_DIGITS = 4300;
    private static final double INT_RANGE = 0x1p63;

    private final StringBuilder errors = new StringBuilder("{\"detail\":[");
    private final JsonNode body;
    private @Nullable String bodyAsText;
    private int count;

    private RideValidation(JsonNode body) {
        this.body = body;
    }

    /// Validates a body of valid JSON.
    static ValidationResult of(JsonNode body) {
        if (!body.isObject()) {
            return notAnObject(body);
        }
        RideValidation validation = new RideValidation(body);
        double[] numbers = new double[RideField.ALL.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = validation.check(RideField.ALL.get(i));
        }
        if (validation.count > 0) {
            return new ValidationResult.Invalid(422, validation.errors.append("]}").toString());
        }
        return new ValidationResult.Accepted(new Coordinates(numbers[2], numbers[3], numbers[4], numbers[5]));
    }

    /// The result for a body that is not an object.
    static ValidationResult.Invalid notAnObject(JsonNode body) {
        return single("model_attributes_type", "",
                "Input should be a valid dictionary or object to extract fields from", body);
    }

    /// The result for a ride whose price exceeds a double. FastAPI responds 500 to it. The error names the coordinate
    /// with the largest absolute value.
    static ValidationResult.Invalid priceNotFinite(Coordinates ride) {
        Map<RideField, Double> numbers = Map.of(RideField.PICKUP_LONGITUDE, ride.pickupLongitude(),
                RideField.PICKUP_LATITUDE, ride.pickupLatitude(), RideField.DROPOFF_LONGITUDE, ride.dropoffLongitude(),
                RideField.DROPOFF_LATITUDE, ride.dropoffLatitude());
        Map.Entry<RideField, Double> furthest = Collections.max(numbers.entrySet(),
                Comparator.comparingDouble(entry -> Math.abs(entry.getValue())));
        return single("finite_number", furthest.getKey().fieldName(), "Input should be a finite number",
                new DoubleNode(furthest.getValue()));
    }

    /// A result with one error.
    ///
    /// @param field name of the field; empty for the whole body
    static ValidationResult.Invalid single(String type, String field, String message, JsonNode input) {
        StringBuilder text = new StringBuilder("{\"detail\":[");
        append(text, type, field, message, PythonJson.write(input));
        return new ValidationResult.Invalid(422, text.append("]}").toString());
    }

    private static void append(StringBuilder to, String type, String field, String message, String input) {
        to.append("{\"type\":\"").append(type).append("\",\"loc\":[\"body\"");
        if (!field.isEmpty()) {
            to.append(",\"").append(field).append('"');
        }
        to.append("],\"msg\":\"").append(message).append("\",\"input\":").append(input).append('}');
    }

    /// The whole body as text. The error of each missing field contains it.
    private String bodyAsText() {
        if (bodyAsText == null) {
            bodyAsText = PythonJson.write(body);
        }
        return bodyAsText;
    }

    private double error(String type, RideField field, String message, JsonNode input) {
        return error(type, field, message, PythonJson.write(input));
    }

    private double error(String type, RideField field, String message, String input) {
        if (count++ > 0) {
            errors.append(',');
        }
        append(errors, type, field.fieldName(), message, input);
        return Double.NaN;
    }

    /// The number in the field; 0 for a valid value that is not used, NaN after an error.
    private double check(RideField field) {
        JsonNode value = body.get(field.fieldName());
        if (value == null) {
            return error("missing", field, "Field required", bodyAsText());
        }
        return switch (field.kind()) {
            case TEXT -> value.isTextual() ? 0 : error("string_type", field, "Input should be a valid string", value);
            case REAL -> real(field, value);
            case INT -> integer(field, value);
        };
    }

    private double real(RideField field, JsonNode value) {
        double number = switch (value.getNodeType()) {
            case NUMBER -> value.doubleValue();
            case BOOLEAN -> value.booleanValue() ? 1 : 0;
            case STRING -> real(value.textValue());
            default -> Double.NaN;
        };
        if (Double.isFinite(number)) {
            return number;
        }
        if (value.isDouble() || (value.isTextual() && !Double.isNaN(number))) {
            return error("finite_number", field, "Input should be a finite number", value);
        }
        return value.isTextual()
                ? error("float_parsing", field, "Input should be a valid number, unable to parse string as a number",
                        value)
                : error("float_type", field, "Input should be a valid number", value);
    }

    /// Parses a number in a string. Infinite if the value is not finite, NaN if the string is not a number.
    private static double real(String text) {
        String stripped = AROUND.matcher(text).replaceAll("");
        // An integer may have both underscores and surrounding white space; a float may have only one of them.
        boolean misplaced = MISPLACED_UNDERSCORE.matcher(text).find()
                || (text.indexOf('_') >= 0 && stripped.length() < text.length());
        String digits = misplaced ? "" : stripped.replace("_", "");
        if (NOT_FINITE.matcher(digits).matches()) {
            return Double.POSITIVE_INFINITY;
        }
        return REAL.matcher(digits).matches() ? JavaDoubleParser.parseDouble(digits) : Double.NaN;
    }

    private double integer(RideField field, JsonNode value) {
        if (value.isIntegralNumber() || value.isBoolean()) {
            return 0;
        }
        if (value.isDouble()) {
            double real = value.doubleValue();
            if (!Double.isFinite(real)) {
                return error("finite_number", field, "Input should be a finite number", value);
            }
            if (real != Math.rint(real)) {
                return error("int_from_float", field,
                        "Input should be a valid integer, got a number with a fractional part", value);
            }
            return Math.abs(real) < INT_RANGE ? 0 : tooLong(field, value);
        }
        if (value.isTextual()) {
            String stripped = AROUND.matcher(value.textValue()).replaceAll("");
            Matcher digits = INT.matcher(stripped);
            if (digits.matches()
                    && (digits.group(1) == null || digits.group(1).replace("_", "").length() <= MAX_DIGITS)) {
                return 0;
            }
            return TOO_LONG.matcher(stripped).lookingAt()
                    ? tooLong(field, value)
                    : error("int_parsing", field,
                            "Input should be a valid integer, unable to parse string as an integer", value);
        }
        return error("int_type", field, "Input should be a valid integer", value);
    }

    private double tooLong(RideField field, JsonNode value) {
        return error("int_parsing_size", field, "Unable to parse input string as an integer, exceeded maximum size",
                value);
    }
}
