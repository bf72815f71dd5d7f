package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.model.json.PythonJson;
import io.fareswarm.model.json.PythonSyntaxError;

/// Batch request of the Open Inference Protocol. It has one tensor for each coordinate; all have the same length.
///
/// @param id the request's id as JSON; null without one
/// @param columns a column of coordinates for each of [#INPUTS]
/// @param binaryOutput whether the client asks for the prices as binary data
@SuppressWarnings("ArrayRecordComponent") // never compared
record InferenceRequest(@Nullable String id, List<double[]> columns, boolean binaryOutput) {
    static final String OUTPUT = "price";
    /// Header with the length of the JSON at the beginning of a body with binary data.
    static final String JSON_LENGTH = "Inference-Header-Content-Length";
    /// Parameter of a tensor whose data are in memory that client and server share.
    private static final String SHARED_MEMORY = "shared_memory_region";
    /// Names of the input tensors.
    static final List<String> INPUTS = RideField.ALL.stream().filter(field -> field.kind() == RideField.FieldType.REAL)
            .map(RideField::fieldName).toList();

    /// Number of rides.
    int rides() {
        return columns.getFirst().length;
    }

    Coordinates ride(int index) {
        return new Coordinates(columns.get(0)[index], columns.get(1)[index], columns.get(2)[index],
                columns.get(3)[index]);
    }

    /// Reads a request.
    ///
    /// @param jsonLength value of the header [#JSON_LENGTH]; null without the header
    /// @throws InferenceError if the body does not follow the protocol
    static InferenceRequest read(byte[] body, @Nullable String jsonLength) throws InferenceError {
        int length = jsonLength == null ? body.length : jsonLength(jsonLength, body.length);
        JsonNode request = json(length == body.length ? body : Arrays.copyOf(body, length));
        ByteBuffer binary = ByteBuffer.wrap(body, length, body.length - length).order(ByteOrder.LITTLE_ENDIAN);
        List<double[]> columns = columns(request, binary);
        if (binary.hasRemaining()) {
            throw new InferenceError(
                    "expected as many bytes behind the JSON as the tensors have in %s, found %d more".formatted(
                            InputTensor.BINARY_SIZE, binary.remaining()));
        }
        return new InferenceRequest(id(request), columns, binaryOutput(request));
    }

    private static int jsonLength(String header, int bodyLength) throws InferenceError {
        try {
            int length = Integer.parseUnsignedInt(header.strip());
            if (length <= bodyLength && length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // falls through to the error
        }
        throw new InferenceError("%s: expected the length of the JSON, 0 to %d bytes, found %s".formatted(JSON_LENGTH,
                bodyLength, InferenceError.cut(header)));
    }

    private static JsonNode json(byte[] body) throws InferenceError {
        String found = "something else";
        try {
            JsonNode request = PythonJson.read(body);
            if (request.isObject()) {
                return request;
            }
        } catch (PythonSyntaxError | PythonJson.Unreadable e) {
            found = "something else: " + e.getMessage();
        }
        throw new InferenceError("expected a JSON object, found %s; with binary data, %s has the length of the JSON"
                .formatted(found, JSON_LENGTH));
    }

    private static @Nullable String id(JsonNode request) throws InferenceError {
        JsonNode id = request.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        if (!id.isTextual()) {
            throw new InferenceError("id: expected a string, found " + InputTensor.excerpt(id));
        }
        return PythonJson.write(id);
    }

    private static List<double[]> columns(JsonNode request, ByteBuffer binary) throws InferenceError {
        Map<String, double[]> given = new HashMap<>();
        for (JsonNode input : array(request.path("inputs"), "inputs")) {
            String name = name(input);
            checkNoSharedMemory(input);
            if (!INPUTS.contains(name) || given.put(name, new InputTensor(name, input).values(binary)) != null) {
                throw new InferenceError("inputs: expected each of %s once, found %s".formatted(INPUTS,
                        InferenceError.cut(name)));
            }
        }
        List<double[]> ordered = new ArrayList<>();
        for (String name : INPUTS) {
            double[] column = given.get(name);
            if (column == null || column.length != (ordered.isEmpty() ? column : ordered.getFirst()).length) {
                throw new InferenceError("inputs: expected %s, all of one length".formatted(INPUTS));
            }
            ordered.add(column);
        }
        return ordered;
    }

    private static void checkNoSharedMemory(JsonNode tensor) throws InferenceError {
        if (tensor.path("parameters").has(SHARED_MEMORY)) {
            throw new InferenceError("%s: expected no parameter %s; shared memory is not supported"
                    .formatted(InferenceError.cut(name(tensor)), SHARED_MEMORY));
        }
    }

    private static boolean binaryOutput(JsonNode request) throws InferenceError {
        boolean binary = request.path("parameters").path("binary_data_output").asBoolean();
        JsonNode outputs = request.path("outputs");
        if (!outputs.isMissingNode() && !outputs.isNull()) {
            for (JsonNode output : array(outputs, "outputs")) {
                if (!OUTPUT.equals(name(output))) {
                    throw new InferenceError("outputs: expected only %s, found %s".formatted(OUTPUT,
                            InferenceError.cut(name(output))));
                }
                checkNoSharedMemory(output);
                if (output.path("parameters").has("classification")) {
                    throw new InferenceError("outputs: %s: expected no classification; prices have no classes"
                            .formatted(OUTPUT));
                }
                binary = output.path("parameters").path("binary_data").asBoolean(binary);
            }
        }
        return binary;
    }

    private static String name(JsonNode tensor) throws InferenceError {
        if (tensor.path("name").isTextual()) {
            return tensor.path("name").textValue();
        }
        throw new InferenceError("expected each tensor as an object with a name, found " + InputTensor.excerpt(tensor));
    }

    private static JsonNode array(JsonNode value, String name) throws InferenceError {
        if (value.isArray()) {
            return value;
        }
        throw new InferenceError("%s: expected an array, found %s".formatted(name, InputTensor.excerpt(value)));
    }
}
