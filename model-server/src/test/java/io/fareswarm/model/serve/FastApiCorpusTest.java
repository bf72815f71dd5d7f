package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.TrainedModel;

import static org.assertj.core.api.Assertions.assertThat;

/// Holds a running server against what FastAPI answered to the same requests (`src/test/python/record_fastapi.py`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastApiCorpusTest {
    /// The model that the recorded service had.
    static final TrainedModel PUBLISHED = new TrainedModel("5485ccc789cc",
            List.of(147.18210116623817, 77.0724130187767, 6.392624605022959), null, null, null, null,
            "2026-01-01T00:00:00Z");

    private final ModelServer server;

    FastApiCorpusTest() throws IOException {
        server = ModelServer.start(PUBLISHED, "127.0.0.1", 0);
    }

    record Recorded(String name, String method, String path, Map<String, String> headers, @Nullable String body,
            RecordedAnswer answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    record RecordedAnswer(int status, String contentType, @Nullable String allow, String body) {}

    @BeforeAll
    void theCorpusIsThere() throws IOException {
        assertThat(corpus()).hasSizeGreaterThan(200);
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
            RawClient.Response response = client.send(recorded.method(), recorded.path(), recorded.headers(),
                    recorded.body() == null ? null : recorded.body().getBytes(StandardCharsets.UTF_8));
            assertThat(new RecordedAnswer(response.status(), response.header("content-type"),
                    response.headers().get("allow"), response.body())).isEqualTo(recorded.answer());
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        server.stop(Duration.ofSeconds(5));
    }
}
