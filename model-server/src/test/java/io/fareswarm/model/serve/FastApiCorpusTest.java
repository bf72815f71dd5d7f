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
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.http.RawClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Holds a running server against what FastAPI answered to the same requests (`parity/record`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastApiCorpusTest {
    /// The model that the recorded service had.
    static final TrainedModel PUBLISHED = new TrainedModel("5485ccc789cc",
            List.of(147.18210116623817, 77.0724130187767, 6.392624605022959), null, null, null, null,
            "2026-01-01T00:00:00Z");

    /// Those that the answers were recorded with.
    private static final Set<String> HEADERS = Set.of("content-type", "content-length", "allow", "location",
            "connection");

    private final ModelServer server;

    FastApiCorpusTest() throws IOException {
        server = ModelServer.start(PUBLISHED, Settings.of("127.0.0.1", 0).cold());
    }

    /// @param request bytes, each as the character of that number, as are an answer's
    record Recorded(String name, String request, RecordedAnswer answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    record RecordedAnswer(int status, Map<String, String> headers, String body) {}

    @BeforeAll
    void theCorpusIsThere() throws IOException {
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
    void answersAsFastApiDoes(Recorded recorded) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            client.write(recorded.request().getBytes(StandardCharsets.ISO_8859_1));
            RawClient.Response response = client.read(recorded.request().startsWith("HEAD ") ? "HEAD" : "");
            Map<String, String> headers = new TreeMap<>(response.headers());
            headers.keySet().retainAll(HEADERS);
            if (!recorded.request().startsWith("HEAD ")) {
                headers.remove("content-length"); // it may be said in other ways how long a body is
            }
            headers.replaceAll((name, value) -> value.replace(server.uri().getAuthority(), "SERVER"));
            assertThat(new RecordedAnswer(response.status(), headers,
                    new String(response.bytes(), StandardCharsets.ISO_8859_1))).isEqualTo(recorded.answer());
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        server.stop(Duration.ofSeconds(5));
    }
}
