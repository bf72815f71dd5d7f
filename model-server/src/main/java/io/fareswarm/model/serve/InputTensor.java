package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.model.json.PythonJson;

/// Reader of an input tensor of shape `[n]` or `[n, 1]`: `n` numbers, as JSON or as binary data behind it.
///
/// @param name name of the tensor
/// @param tensor the tensor's JSON object
record InputTensor(String name, JsonNode tensor) {
    /// Name of the parameter with the size of a tensor's binary data.
    static final String BINARY_SIZE = "binary_data_size";

    /// The numbers.
    ///
    /// @param binary binary data that no tensor has read yet, little-endian
    double[] values(ByteBuffer binary) throws InferenceError {
        TensorType type = TensorType.of(tensor.path("datatype").asText());
        if (type == null) {
            throw error("expected a datatype of %s, found %s".formatted(TensorType.names(),
                    excerpt(tensor.path("datatype"))));
        }
        int rides = rides();
        JsonNode data = tensor.path("data");
        JsonNode size = tensor.path("parameters").path(BINARY_SIZE);
        if (size.isMissingNode() == data.isMissingNode()) {
            throw error("expected either data or the parameter %s, found %s"
                    .formatted(BINARY_SIZE, data.isMissingNode() ? "neither" : "both"));
        }
        double[] values = data.isMissingNode() ? binary(type, rides, size, binary) : json(rides, data);
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw error("expected finite numbers as data");
            }
        }
        return values;
    }

    /// The number of rides by the shape.
    private int rides() throws InferenceError {
        JsonNode shape = tensor.path("shape");
        boolean fits = shape.isArray() && (shape.size() == 1 || (shape.size() == 2 && isOne(shape.get(1))))
                && shape.get(0).isInt() && shape.get(0).intValue() >= 0;
        if (!fits) {
            throw error("expected the number n of rides as the shape [n] or [n, 1], in integers, found "
                    + excerpt(shape));
        }
        if (shape.get(0).intValue() == 0) {
            throw error("expected at least one ride, found the shape %s; send no request for an empty batch"
                    .formatted(excerpt(shape)));
        }
        return shape.get(0).intValue();
    }

    private static boolean isOne(JsonNode size) {
        return size.isInt() && size.intValue() == 1;
    }

    private double[] binary(TensorType type, int rides, JsonNode size, ByteBuffer binary) throws InferenceError {
        if (!size.isInt() || size.intValue() != (long) rides * type.size) {
            throw error("expected the %s %d, because the shape is %s and the datatype %s, found %s"
                    .formatted(BINARY_SIZE, (long) rides * type.size, excerpt(tensor.path("shape")), type,
                            excerpt(size)));
        }
        if (size.intValue() > binary.remaining()) {
            throw error(
                    "expected %d bytes of binary data behind the JSON, found %d; does the header %s have the JSON's length?"
                            .formatted(size.intValue(), binary.remaining(), InferenceRequest.JSON_LENGTH));
        }
        double[] values = new double[rides];
        Arrays.setAll(values, _ -> type.next(binary));
        return values;
    }

    private double[] json(int rides, JsonNode data) throws InferenceError {
        if (!data.isArray() || data.size() != rides) {
            throw error("expected %d numbers as data, because the shape is %s, found %s".formatted(rides,
                    excerpt(tensor.path("shape")), data.isArray() ? String.valueOf(data.size()) : excerpt(data)));
        }
        double[] values = new double[rides];
        for (int i = 0; i < rides; i++) {
            JsonNode value = data.get(i).isArray() && data.get(i).size() == 1 ? data.get(i).get(0) : data.get(i);
            if (!value.isNumber()) {
                throw error("expected finite numbers as data, found " + excerpt(value));
            }
            values[i] = value.doubleValue();
        }
        return values;
    }

    private InferenceError error(String message) {
        return new InferenceError(name + ": " + message);
    }

    /// A value as JSON, cut to at most 60 characters.
    static String excerpt(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        return InferenceError.cut(PythonJson.write(value));
    }
}
