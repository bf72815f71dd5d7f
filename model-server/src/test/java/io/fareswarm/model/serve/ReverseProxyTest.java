package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tests the server behind a reverse proxy.
class ReverseProxyTest {
    private static final String PREFIX = "/fares";
    private static final String OPTION = "--forwarded-allow-ips";

    private final List<ModelServer> servers = new ArrayList<>();
    private final ObjectMapper mapper = new ObjectMapper();

    private RawClient client(String rootPath, String trusted) throws IOException {
        ModelServer server = ModelServer.start(FastApiCorpusTest.PUBLISHED, new ServerSettings("127.0.0.1", 0, false,
                ServerLimits.DEFAULT, ReverseProxy.parse(rootPath, OPTION, trusted)));
        servers.add(server);
        return new RawClient(server.uri());
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (ModelServer server : servers) {
            server.stop(Duration.ZERO, Duration.ZERO);
        }
    }

    static Stream<FastApiCorpusTest.Recorded> corpus() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(ReverseProxyTest.class.getResourceAsStream("/fastapi-root-path.json"))) {
            List<FastApiCorpusTest.Recorded> cases = new ObjectMapper().readValue(in, new TypeReference<>() {
            });
            return cases.stream();
        }
    }

    /// The recorded proxy removes the prefix; another one may leave it.
    @ParameterizedTest
    @MethodSource("corpus")
    void eachResponseEqualsFastApisWithAndWithoutThePrefix(FastApiCorpusTest.Recorded recorded) throws IOException {
        for (String prefix : List.of("", PREFIX)) {
            try (RawClient client = client(PREFIX, "127.0.0.1")) {
                client.write(recorded.request().replaceFirst("/", prefix + "/").getBytes(StandardCharsets.ISO_8859_1));
                RawClient.Response response = client.read("");
                assertThat(response.status()).isEqualTo(recorded.response().path("status").asInt());
                assertThat(response.header("location"))
                        .isEqualTo(recorded.response().path("headers").path("location").asText());
                assertThat(response.body()).isEqualTo(recorded.response().path("body").asText());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, https", "'10.0.0.1, 127.0.0.1 ', https", "127.0.0.0/8, https", "*, https",
            "'::1,::ffff:127.0.0.1', https", "'', http", "10.0.0.1, http", "'10.0.0.0/8,::1', http", "::/0, http"})
    void onlyATrustedProxySaysWhichSchemeTheClientUses(String trusted, String scheme) throws IOException {
        try (RawClient client = client("", trusted)) {
            assertThat(client.send("GET", "/docs/",
                    Map.of("x-forwarded-proto", "https", "x-forwarded-for", "127.0.0.1"), null).header("location"))
                    .isEqualTo(scheme + "://test/docs");
        }
    }

    @Test
    void theProtocolsPathsWorkUnderThePrefixAndAreCountedWithoutIt() throws IOException {
        try (RawClient client = client(PREFIX + "//", "")) {
            for (String path : List.of("/v2", "/v2/models/fare", "/v2/health/ready", "/health/live", "/openapi.json")) {
                assertThat(client.send("GET", path, Map.of(), null).status()).isEqualTo(200);
                assertThat(client.send("GET", PREFIX + path, Map.of(), null).status()).isEqualTo(200);
            }
            assertThat(client.send("GET", PREFIX + PREFIX + "/v2", Map.of(), null).status()).isEqualTo(404);
            assertThat(client.send("GET", PREFIX + "x/v2", Map.of(), null).status()).isEqualTo(404);
            assertThat(client.send("GET", PREFIX, Map.of(), null).status()).isEqualTo(404);
            assertThat(client.send("GET", "/metrics", Map.of(), null).body())
                    .contains(
                            "fareswarm_http_requests_total{method=\"GET\",path=\"/v2/models/{model}\",status=\"200\"} 2.0");
            client.write("POST /fares/v2/x HTTP/1.1\r\nhost: test\r\ncontent-length: 2000000\r\n\r\n");
            assertThat(client.read("POST").body()).startsWith("{\"error\":\"expected a body of at most");
        }
    }

    @Test
    void theApiDescriptionHasThePrefixAsItsServer() throws IOException {
        try (RawClient client = client(PREFIX, "")) {
            JsonNode description = mapper.readTree(client.send("GET", "/openapi.json", Map.of(), null).body());
            assertThat(description.path("servers")).isEqualTo(mapper.readTree("[{\"url\":\"/fares\"}]"));
            assertThat(description.path("paths").has("/predict")).isTrue();
        }
        try (RawClient client = client("", "")) {
            assertThat(mapper.readTree(client.send("GET", "/openapi.json", Map.of(), null).body()).has("servers"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fares", "/a b", "/ä", "/a?b", "/a#b", "//a", "/a//b", "/%66", "/a\"b", "/$1"})
    void aPrefixThatIsNoPathIsRejected(String path) {
        assertThatThrownBy(() -> ReverseProxy.parse(path, OPTION, "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--root-path: expected a path such as /fares, ").hasMessageEndingWith(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/", "/docs", "/health", "/predict", "/v2/models", "/v2/models/fare",
            "/v2/models/fare/", "/v2/models/fare/versions", "/v2/models/fare/versions/5485ccc789cc",
            "/v2/models/fare/infer", "/v2/x"})
    void aPrefixThatHidesPathsOfTheServerIsRejected(String path) {
        assertThatThrownBy(() -> ReverseProxy.parse(path, OPTION, ""))
                .hasMessage("--root-path: expected another path than the server's own, found " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.", "/..", "/../v2", "/./v2/models", "/a/..", "/a/../", "/a/./b"})
    void aPrefixWithDotSegmentsIsRejected(String path) {
        assertThatThrownBy(() -> ReverseProxy.parse(path, OPTION, ""))
                .hasMessage("--root-path: expected a path without the segments . and .., found " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2x", "/a/v2", "/docs2", "/.a/b.", "/...", "/-", "/v1"})
    void anyOtherPathIsAPrefix(String path) {
        assertThat(ReverseProxy.parse(path + "/", OPTION, "").rootPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"proxy, 'expected IP addresses, ranges such as 10.0.0.0/8, or *, found proxy'",
            "'10.0.0.1,*', 'expected IP addresses, ranges such as 10.0.0.0/8, or *, found *'",
            "10.0.0.1/8, 'expected a range that begins at its first address, found 10.0.0.1/8; set the address bits after 8 to 0'",
            "10.0.0.0/99, 'expected a range of addresses such as 10.0.0.0/8 or fd00::/8, found 10.0.0.0/99'"})
    void trustedProxiesAreAddresses(String trusted, String message) {
        assertThatThrownBy(() -> ReverseProxy.parse("", OPTION, trusted)).hasMessage(OPTION + ": " + message);
    }
}
