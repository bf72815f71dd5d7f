package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the OpenAPI description, from which clients are generated, against the server.
class OpenApiTest extends RunningServerTest {
    private static final String RIDE = """
            {"id":"a","pickup_datetime":"b","pickup_longitude":-73.999022,"pickup_latitude":40.739146,\
            "dropoff_longitude":-73.990369,"dropoff_latitude":40.717866,"passenger_count":1}""";
    private static final String BATCH = """
            {"id":"x","inputs":[
            {"name":"pickup_longitude","datatype":"FP64","shape":[1],"data":[-73.999022]},
            {"name":"pickup_latitude","datatype":"FP64","shape":[1],"data":[40.739146]},
            {"name":"dropoff_longitude","datatype":"FP64","shape":[1],"data":[-73.990369]},
            {"name":"dropoff_latitude","datatype":"FP64","shape":[1],"data":[40.717866]}]}""";

    private final JsonNode description = mapper.readTree(get("/openapi.json").body());

    OpenApiTest() throws IOException {}

    @Test
    void theApiDescriptionIsFastApisWithOurPathsAdded() throws IOException {
        ObjectNode ours = (ObjectNode) mapper.readTree(get("/openapi.json").body());
        assertThat(ours.path("paths").properties()).extracting(Map.Entry::getKey).contains("/metrics", "/health/ready",
                "/v2/models/fare/infer", "/v2/models/fare/versions/{version}/infer");
        assertThat(ours.at("/components/schemas/InferenceRequest/properties").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("id", "inputs", "outputs");
        try (InputStream in = Objects
                .requireNonNull(OpenApiTest.class.getResourceAsStream("/fastapi-openapi.json"))) {
            JsonNode recorded = mapper.readTree(in);
            ((ObjectNode) ours.path("paths")).retain("/predict");
            List<String> schemas = new ArrayList<>();
            recorded.at("/components/schemas").fieldNames().forEachRemaining(schemas::add);
            ((ObjectNode) ours.at("/components/schemas")).retain(schemas);
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
    void eachArrayHasAKindOfItemsAndEachReferenceResolves() {
        assertThat(description.findParents("type")).filteredOn(schema -> schema.path("type").asText().equals("array"))
                .hasSizeGreaterThan(8).allSatisfy(schema -> assertThat(schema.path("items").isObject()).isTrue());
        assertThat(description.findValuesAsText("$ref")).hasSizeGreaterThan(20)
                .allSatisfy(
                        reference -> assertThat(description.at(reference.replaceFirst("^#", "")).isObject()).isTrue());
        assertThat(description.findParents("required")).filteredOn(schema -> schema.path("required").isArray())
                .allSatisfy(schema -> schema.path("required").forEach(
                        name -> assertThat(schema.path("properties").has(name.asText())).as(name.asText()).isTrue()));
    }

    /// A response's body is valid by the schema of its path, method and status.
    private void assertDescribed(String method, String path, RawClient.Response response) throws IOException {
        String pointer = "#/paths/%s/%s/responses/%d/content/application~1json/schema".formatted(
                path.replace(DIGEST, "{version}").replace("/versions/1", "/versions/{version}").replace("/", "~1"),
                method.toLowerCase(Locale.ROOT), response.status());
        assertThat(description.at(pointer.substring(1)).isMissingNode()).as(pointer).isFalse();
        ObjectNode schema = description.deepCopy();
        schema.put("$ref", pointer);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema)
                .validate(mapper.readTree(response.body()))).as(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, /health/started, 200", "GET, /health/live, 200", "GET, /health/ready, 200", "GET, /v2, 200",
            "GET, /v2/health/live, 200", "GET, /v2/health/ready, 200", "GET, /v2/models/fare, 200",
            "GET, /v2/models/fare/ready, 200", "GET, /v2/models/fare/versions/5485ccc789cc, 200",
            "GET, /v2/models/fare/versions/5485ccc789cc/ready, 200", "GET, /v2/models/fare/versions/1, 404",
            "GET, /v2/models/fare/versions/1/ready, 404", "POST, /v2/models/fare/infer, 400",
            "POST, /v2/models/fare/versions/1/infer, 404", "POST, /predict, 422"})
    void eachResponseIsAsDescribed(String method, String path, int status) throws IOException {
        RawClient.Response response = client.send(method, path, Map.of("content-type", "application/json"),
                method.equals("GET") ? null : "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(response.status()).isEqualTo(status);
        assertDescribed(method, path, response);
    }

    @ParameterizedTest
    @CsvSource({"/predict", "/v2/models/fare/infer", "/v2/models/fare/versions/5485ccc789cc/infer"})
    void eachResponseWithAPriceIsAsDescribed(String path) throws IOException {
        byte[] body = (path.equals("/predict") ? RIDE : BATCH).getBytes(StandardCharsets.UTF_8);
        RawClient.Response response = client.send("POST", path, Map.of("content-type", "application/json"), body);
        assertThat(response.status()).isEqualTo(200);
        assertDescribed("POST", path, response);
    }

    @ParameterizedTest
    @CsvSource({"content-length: 2000000, 413", "'content-encoding: br\r\ncontent-length: 1\r\n\r\nx', 415"})
    void aRejectedBatchIsAsDescribed(String rest, int status) throws IOException {
        client.write("POST /v2/models/fare/infer HTTP/1.1\r\nhost: test\r\n" + rest + "\r\n\r\n");
        RawClient.Response response = client.read("POST");
        assertThat(response.status()).isEqualTo(status);
        assertDescribed("POST", "/v2/models/fare/infer", response);
    }

    @Test
    void theResponsesOfAServerThatIsNotReadyAreAsDescribed() throws Exception {
        Thread stopping = Thread.ofPlatform().start(() -> {
            try {
                server.stop(Duration.ofSeconds(1), Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (String path : List.of("/health/ready", "/v2/health/ready", "/v2/models/fare/ready",
                "/v2/models/fare/versions/" + DIGEST + "/ready")) {
            RawClient.Response response;
            do { // until the other thread runs
                try (RawClient other = new RawClient(server.uri())) {
                    response = other.send("GET", path, Map.of(), null);
                }
            } while (response.status() == 200);
            assertThat(response.status()).isEqualTo(503);
            assertDescribed("GET", path, response);
        }
        stopping.join();
    }

    @Test
    void theDocumentationLoadsNothingFromOtherServers() throws IOException {
        RawClient.Response response = get("/docs");
        assertThat(response.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.body()).contains("openapi.json").doesNotContain("http://", "https://", "src=", "@import");
    }
}
