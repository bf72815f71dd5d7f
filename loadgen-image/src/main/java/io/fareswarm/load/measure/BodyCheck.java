package io.fareswarm.load.measure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Task;
import io.fareswarm.protocol.ErrorReport.Kind;

/// Check of a response's body for the value that a task expects.
public final class BodyCheck {
    /// Maximum size of a body that is checked, in bytes, both compressed and decompressed.
    public static final int MAX_BYTES = 256 * 1024;

    /// Maximum size of all bodies that a worker stores at one time, in MiB. The first KiB of each body does not count.
    public static final int MOST_MIB_IN_ALL = 64;

    /// Length that stands for a body that was not stored, because the bodies of other requests took all the memory.
    public static final int NO_ROOM = MAX_BYTES + 2;

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final JsonPointer pointer;
    private final @Nullable String value;
    private final AssertionFailure oversized = new AssertionFailure(Kind.oversized,
            "expected a body of at most " + MAX_BYTES + " bytes to check, found a longer one");
    private final AssertionFailure noRoom = new AssertionFailure(Kind.oversized,
            "expected bodies to check of at most " + MOST_MIB_IN_ALL
                    + " MiB at a time in a worker, found more; use more workers");
    private final AssertionFailure noJson = new AssertionFailure(Kind.body,
            "expected a body of JSON, found something else");
    private final AssertionFailure beyondLimits = new AssertionFailure(Kind.body,
            "expected JSON of at most %d levels and numbers of at most %d digits, found more".formatted(
                    StreamReadConstraints.DEFAULT_MAX_DEPTH, StreamReadConstraints.DEFAULT_MAX_NUM_LEN));
    private final AssertionFailure missing;
    private final AssertionFailure different;

    /// A failed check.
    ///
    /// @param kind kind of the error
    /// @param detail what was expected and what was found, as in the error report; equal for equal failures, so that
    /// they are counted as one error
    public record AssertionFailure(Kind kind, String detail) {}

    /// @throws IllegalArgumentException if the pointer is not a JSON pointer
    BodyCheck(Task.JsonPointer expected) {
        pointer = JsonPointer.compile(expected.pointer());
        value = expected.value();
        String place = expected.pointer().isEmpty() ? "the whole body" : expected.pointer();
        missing = new AssertionFailure(Kind.body, "expected " + (value == null ? "a value" : value) + " at " + place
                + ", found none");
        different = new AssertionFailure(Kind.body, "expected " + value + " at " + place + ", found another value");
    }

    /// Checks a body. Returns null if the body has the expected value.
    ///
    /// @param length length of the body in bytes: more than [#MAX_BYTES] if the body is too long, [#NO_ROOM] if it was
    /// not stored
    @Nullable
    AssertionFailure check(byte[] bytes, int length, ContentEncoding encoding) {
        if (length == NO_ROOM) {
            return noRoom;
        }
        if (length > MAX_BYTES) {
            return oversized;
        }
        if (encoding.isUnknown()) {
            return new AssertionFailure(Kind.body,
                    "expected a body that is not compressed, or with gzip, found Content-Encoding " + encoding.shown());
        }
        try {
            JsonNode found;
            if (encoding == ContentEncoding.GZIP) {
                byte[] unpacked = unpack(bytes, length);
                if (unpacked.length > MAX_BYTES) {
                    return oversized;
                }
                found = JSON.readTree(unpacked).at(pointer);
            } else {
                found = JSON.readTree(bytes, 0, length).at(pointer);
            }
            if (found.isMissingNode()) {
                return missing;
            }
            return value == null || isValue(found, value) ? null : different;
        } catch (StreamConstraintsException e) {
            return beyondLimits;
        } catch (IOException e) {
            return noJson; // or not compressed as the header declares
        }
    }

    private static byte[] unpack(byte[] bytes, int length) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private static boolean isValue(JsonNode found, String expected) {
        return switch (found.getNodeType()) {
            case STRING, BOOLEAN, NULL -> found.asText().equals(expected);
            case NUMBER -> isNumber(found, expected);
            default -> false;
        };
    }

    private static boolean isNumber(JsonNode found, String expected) {
        try {
            return found.decimalValue().compareTo(new java.math.BigDecimal(expected)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
