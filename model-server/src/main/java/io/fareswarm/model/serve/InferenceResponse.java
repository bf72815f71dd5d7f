package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

import io.fareswarm.model.json.PythonFloat;

/// Response to a batch request of the Open Inference Protocol: the prices as one tensor, as JSON or as binary data
/// behind the JSON.
record InferenceResponse(InferenceRequest request, String model, String version) {

    /// Computes the response.
    ///
    /// @throws InferenceError if the price of a ride is not finite
    Response of(FareFormula fare) throws InferenceError {
        double[] prices = new double[request.rides()];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = fare.price(request.ride(i));
            if (!Double.isFinite(prices[i])) {
                throw new InferenceError("ride %d: expected coordinates with a finite price".formatted(i));
            }
        }
        return request.binaryOutput()
                ? binary(prices)
                : Response.json(200, json(prices.length, "\"data\":["
                        + Arrays.stream(prices).mapToObj(PythonFloat::repr).collect(Collectors.joining(",")) + ']'));
    }

    private Response binary(double[] prices) {
        int size = prices.length * Double.BYTES;
        byte[] json = json(prices.length, "\"parameters\":{\"%s\":%d}".formatted(InputTensor.BINARY_SIZE, size))
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + size).order(ByteOrder.LITTLE_ENDIAN).put(json);
        Arrays.stream(prices).forEach(body::putDouble);
        return new Response(200, body.array(), List.of(
                HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/octet-stream"),
                HeaderValues.create(HeaderNames.create(InferenceRequest.JSON_LENGTH), json.length)));
    }

    private String json(int rides, String data) {
        return "{\"model_name\":\"%s\",\"model_version\":\"%s\"%s,\"outputs\":[{\"name\":\"%s\",\"datatype\":\"FP64\",\"shape\":[%d],%s}]}"
                .formatted(model, version, request.id() == null ? "" : ",\"id\":" + request.id(),
                        InferenceRequest.OUTPUT, rides, data);
    }
}
