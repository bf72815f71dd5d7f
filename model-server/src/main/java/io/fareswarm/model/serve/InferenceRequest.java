package io.fareswarm.model.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.model.json.PythonFloat;
import io.fareswarm.model.json.PythonJson;
import io.fareswarm.model.json.PythonSyntaxError;

/// Batch request of the Open Inference Protocol. It has one tensor for each coordinate; all have the same length.
final class InferenceRequest {
    static final String OUTPUT = "price";
    /// Names of the input tensors.
    static final List<String> INPUTS = RideField.ALL.stream().filter(field -> field.kind() == RideField.FieldType.REAL)
            .map(RideField::fieldName).toList();
    private static final List<String> DATATYPES = List.of("FP64", "FP32", "INT64", "INT32", "INT16", "INT8", "UINT64",
            "UINT32", "UINT16", "UINT8");

    private final JsonNode request;
    private final List<double[]> columns;

    private InferenceRequest(JsonNode request) throws InferenceError {
        this.request = request;
        columns = columns();
    }

    /// Number of rides.
    int rides() {
        return columns.getFirst().length;
    }

    /// Reads a request.
    ///
    /// @throws InferenceError if the body does not follow the protocol
    static InferenceRequest read(byte[] body) throws InferenceError {
        String found = "something else";
        try {
            JsonNode request = PythonJson.read(body);
            if (request.isObject()) {
                return new InferenceRequest(request);
            }
        } catch (PythonSyntaxError | PythonJson.Unreadable e) {
            found = "something else: " + e.getMessage();
        }
        throw new InferenceError("expected a JSON object, found " + found);
    }

    /// The response body as JSON.
    ///
    /// @throws InferenceError if the price of a ride is not finite
    String response(FareFormula fare, String model, String version) throws InferenceError {
        checkOutputs();
        int rides = rides();
        StringBuilder text = new StringBuilder("{\"model_name\":\"%s\",\"model_version\":\"%s\"".formatted(model,
                version));
        JsonNode id = request.path("id");
        if (id.isTextual()) {
            text.append(",\"id\":").append(PythonJson.write(id));
        } else if (!id.isMissingNode() && !id.isNull()) {
            throw new InferenceError("id: expected a string");
        }
        text.append(",\"outputs\":[{\"name\":\"%s\",\"datatype\":\"FP64\",\"shape\":[%d],\"data\":[".formatted(OUTPUT,
                rides));
        for (int i = 0; i < rides; i++) {
            double price = fare.price(new Coordinates(columns.get(0)[i], columns.get(1)[i], columns.get(2)[i],
                    columns.get(3)[i]));
            if (!Double.isFinite(price)) {
                throw new InferenceError("ride %d: expected coordinates with a finite price".formatted(i));
            }
            text.append(i == 0 ? "" : ",").append(PythonFloat.repr(price));
        }
        return text.append("]}]}").toString();
    }

    private void checkOutputs() throws InferenceError {
        JsonNode outputs = request.path("outputs");
        if (outputs.isMissingNode() || outputs.isNull()) {
            return;
        }
        for (JsonNode output : array(outputs, "outputs")) {
            if (!OUTPUT.equals(name(output))) {
                throw new InferenceError("outputs: expected only " + OUTPUT);
            }
        }
    }

    private List<double[]> columns() throws InferenceError {
        Map<String, double[]> given = new HashMap<>();
        for (JsonNode input : array(request.path("inputs"), "inputs")) {
            String name = name(input);
            if (!INPUTS.contains(name) || given.put(name, tensor(name, input)) != null) {
                throw new InferenceError("inputs: expected each of %s once, found %s".formatted(INPUTS, name));
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

    private static String name(JsonNode tensor) throws InferenceError {
        if (tensor.path("name").isTextual()) {
            return tensor.path("name").textValue();
        }
        throw new InferenceError("expected each tensor as an object with a name");
    }

    private static JsonNode array(JsonNode value, String name) throws InferenceError {
        if (value.isArray()) {
            return value;
        }
        throw new InferenceError(name + ": expected an array");
    }

    /// The values of a tensor of shape `[n]` or `[n, 1]`. Its data may be nested or flat.
    private static double[] tensor(String name, JsonNode tensor) throws InferenceError {
        if (!DATATYPES.contains(tensor.path("datatype").asText())) {
            throw new InferenceError("%s: expected a datatype of %s".formatted(name, DATATYPES));
        }
        JsonNode data = array(tensor.path("data"), name + ": data");
        double[] values = new double[data.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = data.get(i).isArray() && data.get(i).size() == 1 ? data.get(i).get(0) : data.get(i);
            values[i] = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (!Double.isFinite(values[i])) {
                throw new InferenceError("%s: expected finite numbers as data".formatted(name));
            }
        }
        int[] shape = shape(name, tensor);
        if (values.length == 0 || shape.length < 1 || shape.length > 2 || shape[0] != values.length
                || (shape.length == 2 && shape[1] != 1)) {
            throw new InferenceError("%s: expected the shape [%d], found %s".formatted(name, values.length,
                    Arrays.toString(shape)));
        }
        return values;
    }

    private static int[] shape(String name, JsonNode tensor) throws InferenceError {
        JsonNode sizes = array(tensor.path("shape"), name + ": shape");
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i).isInt() ? sizes.get(i).intValue() : -1;
        }
        return shape;
    }
}
