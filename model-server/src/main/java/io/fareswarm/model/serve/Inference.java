package io.fareswarm.model.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.model.json.Json;
import io.fareswarm.model.json.JsonReader;
import io.fareswarm.model.json.JsonText;
import io.fareswarm.model.json.PythonFloat;

/// One request for the prices of any number of rides: a tensor for each coordinate, all of one length.
final class Inference {
    static final String OUTPUT = "price";
    /// The tensors that it takes.
    static final List<String> INPUTS = RideField.ALL.stream().filter(field -> field.kind() == RideField.Kind.REAL)
            .map(RideField::fieldName).toList();
    private static final List<String> DATATYPES = List.of("FP64", "FP32", "INT64", "INT32", "INT16", "INT8", "UINT64",
            "UINT32", "UINT16", "UINT8");

    private final Json.Obj request;
    private final List<double[]> columns;

    private Inference(Json.Obj request) throws InferenceError {
        this.request = request;
        columns = columns();
    }

    /// How many rides it asks about.
    int rides() {
        return columns.getFirst().length;
    }

    /// @throws InferenceError when the body is not of the protocol's form
    static Inference read(byte[] body) throws InferenceError {
        String text = JsonText.decode(body, body.length);
        try {
            if (text != null && JsonReader.read(text) instanceof Json.Obj object) {
                return new Inference(object);
            }
        } catch (JsonReader.Broken | JsonReader.Excessive e) {
            throw new InferenceError("expected a JSON object, found something else: " + e.getMessage());
        }
        throw new InferenceError("expected a JSON object, found something else");
    }

    /// The answer as JSON.
    ///
    /// @throws InferenceError when a ride cannot be priced
    String answer(Fare fare, String model, String version) throws InferenceError {
        checkOutputs();
        int rides = rides();
        StringBuilder text = new StringBuilder("{\"model_name\":\"%s\",\"model_version\":\"%s\"".formatted(model,
                version));
        Json id = request.values().get("id");
        if (id != null && !(id instanceof Json.Null)) {
            if (!(id instanceof Json.Text)) {
                throw new InferenceError("id: expected a string");
            }
            Json.write(id, text.append(",\"id\":"));
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
        Json outputs = request.values().get("outputs");
        if (outputs == null || outputs instanceof Json.Null) {
            return;
        }
        for (Json output : array(outputs, "outputs")) {
            if (!OUTPUT.equals(name(output))) {
                throw new InferenceError("outputs: expected only " + OUTPUT);
            }
        }
    }

    private List<double[]> columns() throws InferenceError {
        Map<String, double[]> given = new HashMap<>();
        for (Json input : array(request.values().get("inputs"), "inputs")) {
            String name = name(input);
            if (!INPUTS.contains(name) || given.put(name, tensor(name, ((Json.Obj) input).values())) != null) {
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

    private static String name(Json tensor) throws InferenceError {
        if (tensor instanceof Json.Obj(Map<String, Json> fields)
                && fields.get("name") instanceof Json.Text(String name)) {
            return name;
        }
        throw new InferenceError("expected each tensor as an object with a name");
    }

    private static List<Json> array(@Nullable Json value, String name) throws InferenceError {
        if (value instanceof Json.Array(List<Json> values)) {
            return values;
        }
        throw new InferenceError(name + ": expected an array");
    }

    /// Numbers of a tensor with one dimension, or with a second of size one; nested or not.
    private static double[] tensor(String name, Map<String, Json> fields) throws InferenceError {
        if (!(fields.get("datatype") instanceof Json.Text(String datatype)) || !DATATYPES.contains(datatype)) {
            throw new InferenceError("%s: expected a datatype of %s".formatted(name, DATATYPES));
        }
        List<Json> data = array(fields.get("data"), name + ": data");
        double[] values = new double[data.size()];
        for (int i = 0; i < values.length; i++) {
            Json value = data.get(i) instanceof Json.Array(List<Json> row) && row.size() == 1
                    ? row.getFirst()
                    : data.get(i);
            values[i] = switch (value) {
                case Json.Real(double real) -> real;
                case Json.Int(var integer) -> integer.doubleValue();
                default -> Double.NaN;
            };
            if (!Double.isFinite(values[i])) {
                throw new InferenceError("%s: expected finite numbers as data".formatted(name));
            }
        }
        int[] shape = shape(name, fields);
        if (values.length == 0 || shape.length < 1 || shape.length > 2 || shape[0] != values.length
                || (shape.length == 2 && shape[1] != 1)) {
            throw new InferenceError("%s: expected the shape [%d], found %s".formatted(name, values.length,
                    Arrays.toString(shape)));
        }
        return values;
    }

    private static int[] shape(String name, Map<String, Json> fields) throws InferenceError {
        List<Json> sizes = array(fields.get("shape"), name + ": shape");
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i) instanceof Json.Int(var size) && size.bitLength() < Integer.SIZE
                    ? size.intValue()
                    : -1;
        }
        return shape;
    }
}
