package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the Open Inference Protocol and the documentation pages.
class OpenInferenceTest {
    private static final String DIGEST = "5485ccc789cc";
    private static final String INFER = "/v2/models/fare/infer";
    private static final String TWO = """
            {"id":"x","inputs":[
            {"name":"pickup_longitude","datatype":"FP64","shape":[2],"data":[-73.999022,-74]},
            {"name":"pickup_latitude","datatype":"FP32","shape":[2,1],"data":[[40.739146],[40.5]]},
            {"name":"dropoff_longitude","datatype":"FP64","shape":[2,1],"data":[-73.990369,-74]},
            {"name":"dropoff_latitude","datatype":"FP64","shape":[2],"data":[40.717866,40.5],"parameters":{}}]}""";

    private final ModelServer server = ModelServer.start(FastApiCorpusTest.PUBLISHED,
            new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));
    private final RawClient client = new RawClient(server.uri());
    private final ObjectMapper mapper = new ObjectMapper();

    OpenInferenceTest() throws IOException {}

    @AfterEach
    void stop() throws InterruptedException, IOException {
        client.close();
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    private RawClient.Response get(String path) throws IOException {
        return client.send("GET", path, Map.of(), null);
    }

    private RawClient.Response infer(String body) throws IOException {
        return client.send("POST", INFER, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            /v2                         | {"name":"fareswarm","version":"development","extensions":[]}
            /v2/                        | {"name":"fareswarm","version":"development","extensions":[]}
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
            "name":"pickup_latitude"  | "name":"id"             | expected each of
            "name":"pickup_latitude"  | "name":"pickup_longitude" | expected each of
            "datatype":"FP32"         | "datatype":"BYTES"      | expected a datatype
            "shape":[2,1],"data":[-73 | "shape":[3,1],"data":[-73 | expected the shape [2], found [3, 1]
            -74]                      | "x"]                    | finite numbers
            -74]                      | 1e400]                  | finite numbers
            40.717866,40.5            | 1e308,40.5               | finite price
            [2],"data":[-73.999022,-74] | [1],"data":[-73.999022] | all of one length
            "id":"x"                  | "id":5                  | id: expected a string
            "id":"x"                  | "outputs":[{"name":"fee"}] | expected only price
            "inputs":                 | "input":                | inputs: expected an array
            {"id"                     | ["id"                   | expected a JSON object
            """)
    void anInvalidBatchGetsAnErrorMessage(String from, String to, String message) throws IOException {
        assertThat(TWO).contains(from);
        RawClient.Response response = infer(TWO.replace(from, to));
        assertThat(response.status()).isEqualTo(400);
        assertThat(mapper.readTree(response.body()).path("error").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/other", "/v2/models/fare/versions/1", "/v2/models", "/v2/x",
            "/v2/models/infer"})
    void anUnknownPathGetsAnErrorInTheProtocolsForm(String path) throws IOException {
        RawClient.Response response = get(path);
        assertThat(response.status()).isEqualTo(404);
        assertThat(mapper.readTree(response.body()).path("error").asText()).isNotEmpty();
    }

    @Test
    void aWrongMethodIsRejected() throws IOException {
        assertThat(get(INFER).header("allow")).isEqualTo("POST");
        assertThat(client.send("POST", "/v2", Map.of(), null).status()).isEqualTo(405);
    }

    @Test
    void theApiDescriptionIsFastApisWithOurPathsAdded() throws IOException {
        ObjectNode ours = (ObjectNode) mapper.readTree(get("/openapi.json").body());
        assertThat(ours.path("paths").properties()).extracting(Map.Entry::getKey).contains("/metrics", "/health/ready",
                "/v2/models/fare/infer", "/v2/models/fare/versions/{version}/infer");
        assertThat(ours.at("/components/schemas/InferenceRequest/properties").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("id", "inputs", "outputs");
        try (InputStream in = Objects
                .requireNonNull(OpenInferenceTest.class.getResourceAsStream("/fastapi-openapi.json"))) {
            JsonNode recorded = mapper.readTree(in);
            ((ObjectNode) ours.path("paths")).retain("/predict");
            ((ObjectNode) ours.path("components").path("schemas")).remove("InferenceRequest");
            assertThat(ours).isEqualTo(recorded);
        }
    }

    static Stream<String> described() throws IOException {
        return new ObjectMapper().readTree(DocPages.OPENAPI.body()).path("paths").properties().stream()
                .filter(path -> path.getValue().has("get")).map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("described")
    void eachDescribedPathExists(String path) throws IOException {
        assertThat(get(path.replace("{version}", DIGEST)).status()).isEqualTo(200);
    }

    @Test
    void eachExistingPathIsDescribed() throws IOException {
        JsonNode paths = mapper.readTree(DocPages.OPENAPI.body()).path("paths");
        for (String action : List.of("", "/ready", "/infer")) {
            assertThat(paths.has("/v2/models/fare" + action)).isTrue();
            assertThat(paths.has("/v2/models/fare/versions/{version}" + action)).isTrue();
        }
        assertThat(paths.properties()).extracting(path -> path.getValue().findValuesAsText("operationId"))
                .doesNotHaveDuplicates();
    }

    @Test
    void pricesOfAVersionEqualTheModels() throws IOException {
        assertThat(client.send("POST", INFER.replace("/infer", "/versions/" + DIGEST + "/infer"), Map.of(),
                TWO.getBytes(StandardCharsets.UTF_8)).body()).isEqualTo(infer(TWO).body());
    }

    @Test
    void theDocumentationLoadsNothingFromOtherServers() throws IOException {
        RawClient.Response response = get("/docs");
        assertThat(response.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.body()).contains("openapi.json").doesNotContain("http://", "https://", "src=", "@import");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/nowhere", "/v2", "/health/live", "/metrics", "/docs/"})
    void eachResponseHasTheModelsDigest(String path) throws IOException {
        assertThat(get(path).header("x-model-digest")).isEqualTo(DIGEST);
    }

    @Test
    void evenTheResponseToABrokenRequestHasTheModelsDigest() throws IOException {
        client.write("nonsense\r\n\r\n");
        assertThat(client.read("").header("x-model-digest")).isEqualTo(DIGEST);
    }

    @Test
    void aWarmingServerRespondsButIsNotReady() throws Exception {
        ModelServer warming = ModelServer.start(FastApiCorpusTest.PUBLISHED, ServerSettings.of("127.0.0.1", 0));
        try (RawClient early = new RawClient(warming.uri())) {
            assertThat(early.send("GET", "/health/live", Map.of(), null).status()).isEqualTo(200);
            while (early.send("GET", "/health/ready", Map.of(), null).status() == 503) {
                assertThat(early.send("GET", "/v2/health/live", Map.of(), null).status()).isEqualTo(200);
            }
            assertThat(early.send("GET", "/metrics", Map.of(), null).body()).as("warm-up requests do not count")
                    .contains("fareswarm_predictions_total 0.0");
        } finally {
            warming.stop(Duration.ZERO, Duration.ZERO);
        }
    }
}
