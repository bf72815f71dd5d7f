package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.TrainedModel;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares a running server's responses with FastAPI's recorded responses to the same requests (`parity/record`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastApiCorpusTest {
    /// The model that the recorded FastAPI service served.
    static final TrainedModel PUBLISHED = new TrainedModel("5485ccc789cc",
            List.of(147.18210116623817, 77.0724130187767, 6.392624605022959), null, null, null, null, null,
            "2026-01-01T00:00:00Z");

    /// Names of the headers that were recorded.
    private static final Set<String> HEADERS = Set.of("content-type", "content-length", "allow", "location",
            "connection");

    private final ModelServer server;
    private final ObjectMapper mapper = new ObjectMapper();

    FastApiCorpusTest() throws IOException {
        server = ModelServer.start(PUBLISHED, new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));
    }

    /// @param request the request, one character per byte, as in a response
    /// @param response `rejected`, or FastAPI's response: its status, headers and body
    record Recorded(String name, String request, JsonNode response) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void theCorpusHoldsRecordedRequests() throws IOException {
        assertThat(corpus()).hasSizeGreaterThan(900);
    }

    static Stream<Recorded> corpus() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(FastApiCorpusTest.class.getResourceAsStream("/fastapi-corpus.json"))) {
            List<Recorded> cases = new ObjectMapper().readValue(in, new TypeReference<>() {
            });
            return cases.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void eachResponseEqualsFastApis(Recorded recorded) throws IOException {
        boolean isHead = recorded.request().startsWith("HEAD ");
        try (RawClient client = new RawClient(server.uri())) {
            client.write(recorded.request().getBytes(StandardCharsets.ISO_8859_1));
            if (recorded.response().isTextual()) {
                client.sendNoMore(); // a broken request may be incomplete
                assertThat(client.read("").status()).isBetween(400, 499);
                assertThat(client.ended()).isTrue();
                return;
            }
            RawClient.Response response = client.read(isHead ? "HEAD" : "");
            Map<String, String> headers = new TreeMap<>(response.headers());
            headers.keySet().retainAll(HEADERS);
            if (!isHead) {
                headers.remove("content-length"); // a body's length can be sent in other ways
            }
            headers.replaceAll((_, value) -> value.replace(server.uri().getAuthority(), "SERVER"));
            assertThat(mapper.<JsonNode>valueToTree(Map.of("status", response.status(), "headers", headers, "body",
                    new String(response.bytes(), StandardCharsets.ISO_8859_1)))).isEqualTo(recorded.response());
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        server.stop(Duration.ZERO, Duration.ZERO);
    }
}
