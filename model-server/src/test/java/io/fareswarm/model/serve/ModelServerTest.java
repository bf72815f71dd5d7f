package io.fareswarm.model.serve;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.api.TrainedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ModelServerTest {
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final String RIDE = """
            {"id":"a","pickup_datetime":"b","pickup_longitude":-73.999022,"pickup_latitude":40.739146,\
            "dropoff_longitude":-73.990369,"dropoff_latitude":40.717866,"passenger_count":1}""";
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final ModelServer server;

    ModelServerTest() throws IOException {
        server = ModelServer.start(FastApiCorpusTest.PUBLISHED,
                new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    private static RawClient.Response post(RawClient client, String body) throws IOException {
        return client.send("POST", "/predict", JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private RawClient.Response once(String method, String path) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            return client.send(method, path, Map.of(), null);
        }
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            for (int i = 0; i < 100; i++) {
                assertThat(post(client, RIDE).body()).isEqualTo("{\"price\":9.31}");
                assertThat(post(client, "{}").status()).isEqualTo(422);
            }
        }
    }

    @Test
    void aRunningServerPassesItsThreeProbes() throws IOException {
        for (String aspect : List.of("started", "live", "ready")) {
            assertThat(once("GET", "/health/" + aspect).status()).isEqualTo(200);
        }
    }

    @Test
    void aResponseIsCountedBeforeTheClientReceivesIt() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            for (int i = 0; i < 5; i++) {
                post(client, RIDE);
            }
            post(client, "{}");
            client.send("BREW", "/nowhere/x", Map.of(), null);
        }
        try (RawClient client = new RawClient(server.uri())) {
            client.write("POST /predict HTTP/1.1\r\nhost: test\r\ncontent-length: 2000000\r\n\r\n");
            assertThat(client.read("POST").status()).isEqualTo(413);
        }
        assertThat(once("GET", "/metrics").body())
                .contains("fareswarm_http_requests_total{method=\"POST\",path=\"/predict\",status=\"200\"} 5.0")
                .contains("fareswarm_http_requests_total{method=\"POST\",path=\"/predict\",status=\"422\"} 1.0")
                .contains("fareswarm_http_requests_total{method=\"POST\",path=\"/predict\",status=\"413\"} 1.0")
                .contains("fareswarm_http_requests_total{method=\"other\",path=\"other\",status=\"404\"} 1.0")
                .contains("fareswarm_http_request_duration_seconds_count{path=\"/predict\"} 6")
                .contains("fareswarm_model_info{digest=\"5485ccc789cc\"} 1");
    }

    @Test
    void aRequestIsCountedOnceInEverySpellingOfItsPath() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            assertThat(client.send("POST", "/%70redict", JSON, RIDE.getBytes(StandardCharsets.US_ASCII)).body())
                    .isEqualTo("{\"price\":9.31}");
        }
        for (String path : List.of("/%70redict", "/v2/models/fare/infer")) {
            try (RawClient client = new RawClient(server.uri())) {
                client.write("POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-length: 2000000\r\n\r\n");
                assertThat(client.read("POST").status()).isEqualTo(413);
            }
        }
        assertThat(once("GET", "/metrics").body())
                .contains("fareswarm_http_requests_total{method=\"POST\",path=\"/predict\",status=\"200\"} 1.0")
                .contains("fareswarm_http_requests_total{method=\"POST\",path=\"/predict\",status=\"413\"} 1.0")
                .contains(
                        "fareswarm_http_requests_total{method=\"POST\",path=\"/v2/models/{model}/infer\",status=\"413\"} 1.0")
                .doesNotContain("other");
    }

    @Test
    void theMetricsOfTheChartsDashboardExist() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            post(client, RIDE);
        }
        String dashboard = Files.readString(Path.of("../helm/fareswarm/files/dashboard.json"));
        assertThat(Pattern.compile("fareswarm_(http|model)_\\w+").matcher(dashboard).results().map(MatchResult::group)
                .distinct()).hasSizeGreaterThan(2)
                .allSatisfy(metric -> assertThat(once("GET", "/metrics").body()).contains(metric + "{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-Infinity", "1e400", "\"nan\"", "\" -inf \"", "\"1e400\""})
    void numbersThatAreNotFiniteAreRejected(String number) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            RawClient.Response response = post(client, RIDE.replace("-73.999022", number));
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body()).contains("\"type\":\"finite_number\",\"loc\":[\"body\",\"pickup_longitude\"]");
        }
    }

    /// Numbers as long as a body may be. An algorithm that takes quadratic time would practically never end.
    static Stream<Arguments> numbersOfTheLargestSize() {
        int size = ServerLimits.DEFAULT.bodyBytes() - 500;
        return Stream.of(arguments("passenger_count\":1", "1" + "_1".repeat(size / 2), "int_parsing"),
                arguments("passenger_count\":1", "1" + "_1".repeat(size / 2) + "x", "int_parsing"),
                arguments("passenger_count\":1", "1".repeat(size) + "x", "int_parsing_size"),
                arguments("passenger_count\":1", "0_".repeat(size / 2) + "x", "int_parsing"),
                arguments("passenger_count\":1", "a" + " ".repeat(size) + "a", "int_parsing"),
                arguments("pickup_longitude\":-73.999022", "a" + " ".repeat(size) + "a", "float_parsing"),
                arguments("pickup_longitude\":-73.999022", "1".repeat(size) + "x", "float_parsing"),
                arguments("pickup_longitude\":-73.999022", "1".repeat(size / 2) + "." + "1".repeat(size / 2) + "x",
                        "float_parsing"),
                arguments("pickup_longitude\":-73.999022", "_".repeat(size), "float_parsing"));
    }

    @ParameterizedTest
    @MethodSource("numbersOfTheLargestSize")
    void longNumbersAreValidatedLikeShortOnes(String field, String number, String error) throws IOException {
        String name = field.substring(0, field.indexOf('"'));
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) { // one client per server thread
            try (RawClient client = new RawClient(server.uri())) {
                RawClient.Response response = post(client, RIDE.replace(field, name + "\":\"" + number + '"'));
                assertThat(response.status()).isEqualTo(422);
                assertThat(response.body())
                        .startsWith("{\"detail\":[{\"type\":\"%s\",\"loc\":[\"body\",\"%s\"]".formatted(error, name));
            }
        }
    }

    @Test
    void unicodeWhiteSpaceAroundNumbersIsStripped() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            for (char c = 0x80; c < Character.MIN_SURROGATE; c++) {
                if (c < 0x100 || String.valueOf(c).matches("\\p{IsWhite_Space}|\\p{Z}") || c % 1000 == 0) {
                    RawClient.Response response = post(client,
                            RIDE.replace("-73.999022", "\"%s-73.999022%s\"".formatted(c, c)));
                    assertThat(response.status()).as("%04x", (int) c)
                            .isEqualTo(String.valueOf(c).matches("\\p{IsWhite_Space}") ? 200 : 422);
                }
            }
        }
    }

    @Test
    void aRideWithoutAFinitePriceIsRejected() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            RawClient.Response response = post(client, RIDE.replace("40.717866", "1e308"));
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body()).contains("\"type\":\"finite_number\",\"loc\":[\"body\",\"dropoff_latitude\"]");
        }
    }

    @Test
    void textThatPythonCannotReadIsRejected() throws IOException {
        List<byte[]> bodies = List.of("{\"id\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1),
                "[".repeat(5000).getBytes(StandardCharsets.US_ASCII),
                ("{\"id\":" + "9".repeat(5000) + "}").getBytes(StandardCharsets.US_ASCII));
        for (byte[] body : bodies) {
            try (RawClient client = new RawClient(server.uri())) {
                RawClient.Response response = client.send("POST", "/predict", JSON, body);
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.body()).isEqualTo("{\"detail\":\"There was an error parsing the body\"}");
            }
        }
    }

    @Test
    void aChunkedBodyIsRead() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            String head = "POST /predict HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
            String chunks = "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n".formatted(20, RIDE.substring(0, 20), RIDE.length() - 20,
                    RIDE.substring(20));
            client.write(head + chunks);
            assertThat(client.read("POST").body()).isEqualTo("{\"price\":9.31}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/nowhere"})
    void theConnectionClosesAtTheClientsRequest(String path) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            RawClient.Response response = client.send("POST", path, Map.of("connection", "close"),
                    RIDE.getBytes(StandardCharsets.US_ASCII));
            assertThat(response.header("connection")).isEqualToIgnoringCase("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRejected() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            String head = "POST /predict HTTP/1.1\r\nhost: test\r\ncontent-length: 2000000\r\n\r\n";
            client.write(head);
            assertThat(client.read("POST").status()).isEqualTo(413);
        }
    }

    @Test
    void theResponseToBrokenHttpHasNoInternals() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            client.write("GET\u0001 / HTTP/1.1\r\n\r\n");
            RawClient.Response response = client.read("GET");
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Bad Request\"}");
        }
    }

    @Test
    void aModelWithoutAFinitePriceNeverServes() {
        TrainedModel absurd = new TrainedModel("d", List.of(1e308, 1e308, 1e308), null, null, null, null, null, "t");
        assertThatThrownBy(
                () -> ModelServer.start(absurd, new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("finite_number");
    }

    @Test
    void aTakenPortIsReported() {
        assertThatThrownBy(
                () -> ModelServer.start(FastApiCorpusTest.PUBLISHED,
                        new ServerSettings("127.0.0.1", server.uri().getPort(), false, ServerLimits.DEFAULT)))
                .isInstanceOf(IOException.class).hasMessageContaining("is the port taken");
    }

    @Test
    void anIpv6AddressIsWrittenInBrackets() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
        ModelServer other = ModelServer.start(FastApiCorpusTest.PUBLISHED,
                new ServerSettings("::1", 0, false, ServerLimits.DEFAULT));
        try (RawClient client = new RawClient(other.uri())) {
            assertThat(other.uri().getHost()).isEqualTo("[::1]");
            assertThat(post(client, RIDE).status()).isEqualTo(200);
        } finally {
            other.stop(Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void aStopUnderLoadDropsNoRequest() throws Exception {
        int clients = 16;
        CountDownLatch underLoad = new CountDownLatch(clients);
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                counts.add(executor.submit(untilClosed(underLoad)));
            }
            underLoad.await();
            server.stop(QUIET, DRAIN);
            for (Future<Integer> count : counts) {
                // get() fails if a request that was sent got no complete response.
                assertThat(count.get()).isGreaterThanOrEqualTo(50);
            }
        }
        assertThatThrownBy(() -> new RawClient(server.uri())).isInstanceOf(ConnectException.class);
    }

    /// Sends requests on one connection until a response closes it. Returns the number of responses.
    private Callable<Integer> untilClosed(CountDownLatch underLoad) {
        return () -> {
            try (RawClient client = new RawClient(server.uri())) {
                for (int count = 1;; count++) {
                    RawClient.Response response = post(client, RIDE);
                    assertThat(response.status()).isEqualTo(200);
                    if (count == 50) {
                        underLoad.countDown();
                    }
                    if (response.header("connection").equalsIgnoreCase("close")) {
                        return count;
                    }
                }
            }
        };
    }

    @Test
    void aStoppingServerIsNotReadyAndStillServesIdleConnections() throws Exception {
        try (RawClient idle = new RawClient(server.uri())) {
            post(idle, RIDE);
            Thread stopping = Thread.ofPlatform().start(() -> {
                try {
                    server.stop(QUIET, DRAIN);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            RawClient.Response health = once("GET", "/health/ready");
            while (health.status() == 200) { // until the other thread runs
                health = once("GET", "/health/ready");
            }
            assertThat(health.status()).isEqualTo(503);
            assertThat(once("GET", "/health/live").status()).isEqualTo(200);
            RawClient.Response last = post(idle, RIDE);
            assertThat(last.body()).isEqualTo("{\"price\":9.31}");
            assertThat(last.header("connection")).isEqualToIgnoringCase("close");
            assertThat(idle.ended()).isTrue();
            stopping.join();
        }
    }
}
