package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Sends a running server the recorded requests of NVIDIA's client (`parity/record-tritonclient`): all datatypes, tensors as
/// JSON and as binary data, compressed and not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TritonClientCorpusTest {
    private final ModelServer server;
    private final ObjectMapper mapper = new ObjectMapper();

    TritonClientCorpusTest() throws IOException {
        server = ModelServer.start(FastApiCorpusTest.PUBLISHED,
                new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));
    }

    /// @param request the request, one character per byte
    /// @param binary whether the client asks for the prices as binary data
    /// @param prices the prices by numpy
    record Recorded(String name, String request, boolean binary, List<Double> prices) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recorded> corpus() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TritonClientCorpusTest.class.getResourceAsStream("/tritonclient-requests.json"))) {
            List<Recorded> cases = new ObjectMapper().readValue(in, new TypeReference<>() {
            });
            return cases.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void eachRequestGetsItsPrices(Recorded recorded) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            client.write(recorded.request().getBytes(StandardCharsets.ISO_8859_1));
            RawClient.Response response = client.read("POST");
            assertThat(response.status()).as(response.body()).isEqualTo(200);
            byte[] bytes = response.bytes();
            int length = recorded.binary()
                    ? Integer.parseInt(response.header("inference-header-content-length"))
                    : bytes.length;
            JsonNode output = mapper.readTree(bytes, 0, length).path("outputs").path(0);
            assertThat(output.path("datatype").asText()).isEqualTo("FP64");
            assertThat(output.path("shape").path(0).asInt()).isEqualTo(recorded.prices().size());
            if (recorded.binary()) {
                assertThat(response.header("content-type")).isEqualTo("application/octet-stream");
                assertThat(output.path("parameters").path("binary_data_size").asInt())
                        .isEqualTo(bytes.length - length);
                double[] prices = new double[(bytes.length - length) / Double.BYTES];
                ByteBuffer.wrap(bytes, length, bytes.length - length).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer()
                        .get(prices);
                assertThat(Arrays.stream(prices).boxed()).isEqualTo(recorded.prices());
            } else {
                assertThat(response.header("content-type")).isEqualTo("application/json");
                assertThat(StreamSupport.stream(output.path("data").spliterator(), false).map(JsonNode::doubleValue))
                        .isEqualTo(recorded.prices());
            }
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        server.stop(Duration.ZERO, Duration.ZERO);
    }
}
