package io.fareswarm.model.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the Open Inference Protocol and the documentation pages.
class OpenInferenceTest extends RunningServerTest {
    private static final String INFER = "/v2/models/fare/infer";
    private static final String TWO = """
            {"id":"x","inputs":[
            {"name":"pickup_longitude","datatype":"FP64","shape":[2],"data":[-73.999022,-74]},
            {"name":"pickup_latitude","datatype":"FP32","shape":[2,1],"data":[[40.739146],[40.5]]},
            {"name":"dropoff_longitude","datatype":"FP64","shape":[2,1],"data":[-73.990369,-74]},
            {"name":"dropoff_latitude","datatype":"FP64","shape":[2],"data":[40.717866,40.5],"parameters":{}}]}""";

    OpenInferenceTest() throws IOException {}

    private RawClient.Response infer(String body) throws IOException {
        return client.send("POST", INFER, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            /v2                         | {"name":"fareswarm","version":"0.1.0","extensions":["binary_tensor_data"]}
            /v2/                        | {"name":"fareswarm","version":"0.1.0","extensions":["binary_tensor_data"]}
            /v2/health/live             | {"live":true}
            /v2/health/ready            | {"ready":true}
            /v2/models/fare/ready       | {"name":"fare","ready":true}
            /v2/models/fare/versions/5485ccc789cc/ready | {"name":"fare","ready":true}
            """)
    void theServerDescribesItself(String path, String expected) throws IOException {
        RawClient.Response response = get(path);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo(expected);
    }

    @Test
    void theModelsMetadataListsItsInputsAndOutputs() throws IOException {
        JsonNode model = mapper.readTree(get("/v2/models/fare").body());
        assertThat(model.path("versions")).isEqualTo(mapper.readTree("[\"" + DIGEST + "\"]"));
        assertThat(model.path("inputs")).extracting(input -> input.path("name").asText()).containsExactly(
                "pickup_longitude", "pickup_latitude", "dropoff_longitude", "dropoff_latitude");
        assertThat(model.path("outputs")).isEqualTo(
                mapper.readTree("[{\"name\":\"price\",\"datatype\":\"FP64\",\"shape\":[-1]}]"));
    }

    @Test
    void aBatchGetsAPricePerRide() throws IOException {
        RawClient.Response response = infer(TWO);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"model_name\":\"fare\",\"model_version\":\"" + DIGEST
                + "\",\"id\":\"x\",\"outputs\":[{\"name\":\"price\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[9.31,6.39]}]}");
        assertThat(get("/metrics").body()).contains("fareswarm_predictions_total 2.0").contains(
                "fareswarm_http_requests_total{method=\"POST\",path=\"/v2/models/{model}/infer\",status=\"200\"} 1.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "name":"pickup_latitude"  | "name":"id"             | inputs: expected each of [pickup_longitude, pickup_latitude, dropoff_longitude, dropoff_latitude] once, found id
            "name":"pickup_latitude"  | "name":"pickup_longitude" | once, found pickup_longitude
            {"name":"pickup_latitude" | {"nam":"pickup_latitude" | expected each tensor as an object with a name, found {"nam":"pickup_latitude"
            "datatype":"FP32"         | "datatype":"BYTES"      | pickup_latitude: expected a datatype of [FP64, FP32, FP16, INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8], found "BYTES"
            "datatype":"FP32"         | "datatyp":"FP32"        | found nothing
            "shape":[2],"data":[-73   | "shape":[3],"data":[-73 | pickup_longitude: expected 3 numbers as data, because the shape is [3], found 2
            "shape":[2],"data":[-73   | "shape":[2.0],"data":[-73 | pickup_longitude: expected the number n of rides as the shape [n] or [n, 1], in integers, found [2.0]
            "shape":[2],"data":[-73   | "shape":["2"],"data":[-73 | found ["2"]
            "shape":[2],"data":[-73   | "shape":2,"data":[-73   | found 2
            "shape":[2],"data":[-73   | "shape":[],"data":[-73  | found []
            "shape":[2],"data":[-73   | "shape":[-1],"data":[-73 | found [-1]
            "shape":[2],"data":[-73   | "shape":[1,2],"data":[-73 | found [1,2]
            "shape":[2],"data":[-73   | "shape":[2,1.0],"data":[-73 | found [2,1.0]
            "shape":[2],"data":[-73   | "shape":[2,1,1],"data":[-73 | found [2,1,1]
            "shape":[2],"data":[-73   | "shape":[9999999999],"data":[-73 | found [9999999999]
            "shape":[2],"data":[-73   | "data":[-73             | found nothing
            "shape":[2],"data":[-73.999022,-74] | "shape":[0],"data":[] | pickup_longitude: expected at least one ride, found the shape [0]; send no request for an empty batch
            "shape":[2],"data":[-73.999022,-74] | "shape":[2]   | expected either data or the parameter binary_data_size, found neither
            "shape":[2],"data":[-73.999022,-74] | "shape":[2],"parameters":{"shared_memory_region":"a"} | pickup_longitude: expected no parameter shared_memory_region; shared memory is not supported
            "parameters":{}           | "parameters":{"shared_memory_region":"a","shared_memory_byte_size":16} | dropoff_latitude: expected no parameter shared_memory_region; shared memory is not supported
            "id":"x"                  | "outputs":[{"name":"price","parameters":{"shared_memory_region":"a","shared_memory_byte_size":16}}] | price: expected no parameter shared_memory_region; shared memory is not supported
            "parameters":{}           | "parameters":{"binary_data_size":16} | found both
            [-73.999022,-74]          | -74                     | expected 2 numbers as data, because the shape is [2], found -74
            -74]                      | "x"]                    | expected finite numbers as data, found "x"
            -74]                      | 1e400]                  | finite numbers
            40.717866,40.5            | 1e308,40.5               | finite price
            [2],"data":[-73.999022,-74] | [1],"data":[-73.999022] | all of one length
            "id":"x"                  | "id":5                  | id: expected a string, found 5
            "id":"x"                  | "outputs":[{"name":"fee"}] | outputs: expected only price, found fee
            "id":"x"                  | "outputs":[{"name":"price","parameters":{"classification":1}}] | prices have no classes
            "inputs":                 | "input":                | inputs: expected an array, found nothing
            {"id"                     | ["id"                   | expected a JSON object
            """)
    void anInvalidBatchGetsAnErrorMessage(String from, String to, String message) throws IOException {
        assertThat(TWO).contains(from);
        RawClient.Response response = infer(TWO.replace(from, to));
        assertThat(response.status()).isEqualTo(400);
        assertThat(mapper.readTree(response.body()).path("error").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v2/models/other             | unknown model; expected fare, found other
            /v2/models/fare/versions/1   | unknown version of the model fare; expected 5485ccc789cc, the beginning of its digest, or a path without /versions, found 1
            /v2/models/other/versions/1/ready | unknown model; expected fare, found other
            /v2/models                   | unknown path; expected /v2, /v2/health/live
            /v2/models/fare/config       | unknown path
            /v2/repository/index         | unknown path
            /v2/x                        | unknown path
            /v2/models/infer             | unknown model; expected fare, found infer
            """)
    void anUnknownPathGetsAnErrorInTheProtocolsForm(String path, String message) throws IOException {
        RawClient.Response response = get(path);
        assertThat(response.status()).isEqualTo(404);
        assertThat(mapper.readTree(response.body()).path("error").asText()).startsWith(message);
    }

    @Test
    void aLongNameIsCutInTheError() throws IOException {
        assertThat(get("/v2/models/fare/versions/" + "x".repeat(5000)).body()).hasSizeLessThan(300).contains("xxx…");
    }

    @ParameterizedTest
    @CsvSource({"/v2/models/fare/infer, 413", "/v2, 413", "/v2/x, 413", "/%762/x, 413"})
    void aTooLargeBodyIsRejectedInTheProtocolsForm(String path, int status) throws IOException {
        client.write("POST %s HTTP/1.1\r\nhost: test\r\ncontent-length: 131073\r\n\r\n".formatted(path));
        RawClient.Response response = client.read("POST");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(response.body()).isEqualTo(
                "{\"error\":\"expected a body of at most 131072 bytes, also when it is decompressed, found a larger one; send fewer rides at once\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5\r\ncontent-length: 6\r\n\r\n", "transfer-encoding: x\r\n\r\n",
            "content-length: 5\r\n\r\n{}"})
    void brokenHttpIsRejectedInTheProtocolsForm(String rest) throws IOException {
        client.write("POST " + INFER + " HTTP/1.1\r\nhost: test\r\n" + rest);
        client.sendNoMore();
        RawClient.Response response = client.read("POST");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"Bad Request\"}");
    }

    @Test
    void aWrongMethodIsRejected() throws IOException {
        assertThat(get(INFER).header("allow")).isEqualTo("POST");
        assertThat(client.send("POST", "/v2", Map.of(), null).status()).isEqualTo(405);
    }

    @Test
    void pricesOfAVersionEqualTheModels() throws IOException {
        assertThat(client.send("POST", INFER.replace("/infer", "/versions/" + DIGEST + "/infer"), Map.of(),
                TWO.getBytes(StandardCharsets.UTF_8)).body()).isEqualTo(infer(TWO).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/nowhere", "/v2", "/health/live", "/metrics", "/docs/"})
    void eachResponseHasTheModelsDigest(String path) throws IOException {
        assertThat(get(path).header("x-model-digest")).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v2 HTTP/1.0         | {"error":"Bad Request"}
            GET /v2/%zz HTTP/1.1     | {"error":"Bad Request"}
            nonsense                 | {"detail":"Bad Request"}
            GET /v2                  | {"detail":"Bad Request"}
            """)
    void aBrokenRequestLineGetsTheProtocolsFormIfItsPathIsKnown(String line, String body) throws IOException {
        client.write(line + "\r\nhost: test\r\n\r\n");
        assertThat(client.read("").body()).isEqualTo(body);
    }

    @Test
    void aTooLongRequestLineHasNoKnownPath() throws IOException {
        client.write("GET /v2/" + "x".repeat(9000));
        assertThat(client.read("").body()).isEqualTo("{\"detail\":\"Request-URI Too Long\"}");
    }

    @Test
    void evenTheResponseToABrokenRequestHasTheModelsDigest() throws IOException {
        client.write("nonsense\r\n\r\n");
        assertThat(client.read("").header("x-model-digest")).isEqualTo(DIGEST);
    }

    @Test
    void aWarmingServerRespondsButIsNotReady() throws Exception {
        int rejected = 0;
        ModelServer warming = ModelServer.start(FastApiCorpusTest.PUBLISHED,
                ServerSettings.of("127.0.0.1", 0, ReverseProxy.DEFAULT));
        try (RawClient early = new RawClient(warming.uri())) {
            assertThat(early.send("GET", "/health/live", Map.of(), null).status()).isEqualTo(200);
            while (early.send("GET", "/health/ready", Map.of(), null).status() == 503) {
                assertThat(early.send("GET", "/v2/health/live", Map.of(), null).status()).isEqualTo(200);
                RawClient.Response tooEarly = early.send("POST", INFER, Map.of(), new byte[0]);
                if (tooEarly.status() != 400) { // the warm-up may just have ended
                    assertThat(tooEarly.status()).isEqualTo(503);
                    assertThat(tooEarly.header("retry-after")).isEqualTo("1");
                    assertThat(tooEarly.body()).isEqualTo(
                            "{\"error\":\"the server is not ready yet; send the request again when /v2/health/ready has status 200\"}");
                    rejected++;
                }
            }
            assertThat(rejected).isPositive();
            assertThat(early.send("GET", "/metrics", Map.of(), null).body()).as("warm-up requests do not count")
                    .contains("fareswarm_predictions_total 0.0");
        } finally {
            warming.stop(Duration.ZERO, Duration.ZERO);
        }
    }
}
