package io.fareswarm.model.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests responses beyond the server's limits while other clients get normal responses.
class ServerLimitsTest {
    private static final String RIDE = """
            {"id":"a","pickup_datetime":"b","pickup_longitude":-73.999022,"pickup_latitude":40.739146,\
            "dropoff_longitude":-73.990369,"dropoff_latitude":40.717866,"passenger_count":1}""";
    private static final String HEAD = "POST /predict HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n";
    private static final ServerLimits SMALL = new ServerLimits(1000, 2000, 50_000, 60_000, 20, 20,
            Duration.ofMinutes(5));

    private final List<RawClient> clients = new ArrayList<>();
    private ModelServer server = start(SMALL);

    ServerLimitsTest() throws IOException {}

    private static ModelServer start(ServerLimits limits) throws IOException {
        return ModelServer.start(FastApiCorpusTest.PUBLISHED, new ServerSettings("127.0.0.1", 0, false, limits));
    }

    private void restart(ServerLimits limits) throws IOException, InterruptedException {
        server.stop(Duration.ZERO, Duration.ZERO);
        server = start(limits);
    }

    @AfterEach
    void stop() throws InterruptedException, IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    private RawClient client() throws IOException {
        RawClient client = new RawClient(server.uri());
        clients.add(client);
        return client;
    }

    private static RawClient.Response predict(RawClient client) throws IOException {
        return client.send("POST", "/predict", Map.of("content-type", "application/json"),
                RIDE.getBytes(StandardCharsets.US_ASCII));
    }

    private void assertOthersAreServed() throws IOException {
        try (RawClient other = new RawClient(server.uri())) {
            assertThat(predict(other).body()).isEqualTo("{\"price\":9.31}");
        }
    }

    private void assertRejected(RawClient client, int status) throws IOException {
        RawClient.Response response = client.read("");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(response.header("x-model-digest")).isEqualTo("5485ccc789cc");
        assertThat(response.body()).startsWith("{\"detail\":\"");
        assertThat(client.ended()).isTrue();
        assertOthersAreServed();
    }

    @Test
    void aTooLongRequestLineIsRejected() throws IOException {
        RawClient client = client();
        client.write("GET /" + "x".repeat(2000));
        assertRejected(client, 414);
    }

    @Test
    void tooLongHeadersAreRejected() throws IOException {
        RawClient client = client();
        client.write("GET / HTTP/1.1\r\nhost: test\r\nx: " + "x".repeat(3000));
        assertRejected(client, 400);
    }

    @Test
    void aBodyWithATooLargeContentLengthIsRejectedBeforeItArrives() throws IOException {
        RawClient client = client();
        client.write(HEAD + "content-length: 50001\r\n\r\n");
        assertRejected(client, 413);
    }

    @Test
    void aTooLongChunkedBodyIsRejected() throws IOException {
        RawClient client = client();
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        client.write(HEAD + "transfer-encoding: chunked\r\n\r\n" + chunk.repeat(3) + "4000\r\n");
        assertRejected(client, 413);
    }

    @Test
    void aBodyOfTheLargestSizeIsAccepted() throws IOException {
        String ride = RIDE.replace("\"a\"", "\"" + "a".repeat(50_000 - RIDE.length() + 1) + "\"");
        assertThat(ride).hasSize(50_000);
        assertThat(client().send("POST", "/predict", Map.of("content-type", "application/json"),
                ride.getBytes(StandardCharsets.US_ASCII)).body()).isEqualTo("{\"price\":9.31}");
    }

    @Test
    void anIdleConnectionIsClosedWithoutAResponse() throws IOException, InterruptedException {
        restart(new ServerLimits(1000, 2000, 50_000, 60_000, 20, 20, Duration.ofSeconds(2)));
        RawClient fresh = client();
        RawClient used = client();
        predict(used);
        assertThat(fresh.ended()).isTrue();
        assertThat(used.ended()).isTrue();
        assertOthersAreServed();
    }

    @Test
    void slowRequestsDoNotDelayOthers() throws IOException {
        for (int i = 0; i < 15; i++) {
            client().write(i % 2 == 0 ? "POST /predict HTTP/1.1\r\nho" : HEAD + "content-length: 5\r\n\r\nx");
        }
        assertOthersAreServed();
    }

    @Test
    void aConnectionBeyondTheLimitIsServedWhenAnotherCloses() throws IOException {
        for (int i = 0; i < 20; i++) {
            predict(client());
        }
        RawClient waiting = client();
        waiting.write(HEAD + "content-length: %d\r\n\r\n%s".formatted(RIDE.length(), RIDE));
        assertThat(predict(clients.get(7)).status()).isEqualTo(200);
        clients.get(3).close();
        assertThat(waiting.read("POST").body()).isEqualTo("{\"price\":9.31}");
    }

    @Test
    void aRequestBeyondTheLimitGetsRetryAfter() throws IOException, InterruptedException {
        restart(new ServerLimits(1000, 2000, 50_000, 60_000, 20, 3, Duration.ofMinutes(5)));
        for (int i = 0; i < 3; i++) {
            RawClient slow = client();
            slow.write(HEAD + "expect: 100-continue\r\ncontent-length: 5\r\n\r\n");
            slow.awaitByte(); // the server waits for the body
        }
        RawClient client = client();
        client.write("GET /health/live HTTP/1.1\r\nhost: test\r\n\r\n");
        RawClient.Response response = client.read("");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isEqualTo("1");
        clients.getFirst().close();
    }

    @Test
    void largeBodiesShareBoundedMemory() throws IOException {
        for (int i = 0; i < 3; i++) {
            RawClient slow = client();
            slow.write(HEAD + "content-length: 50000\r\n\r\n" + "x".repeat(30_000));
            assertOthersAreServed();
        }
        RawClient last = client();
        last.write(HEAD + "content-length: 50000\r\n\r\n" + "x".repeat(30_000));
        RawClient.Response response = last.read("");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isEqualTo("1");
        assertOthersAreServed();
    }

    @Test
    void aChunkedBodyReservesMemoryBeforeItArrives() throws IOException {
        RawClient first = client();
        first.write(HEAD + "expect: 100-continue\r\ntransfer-encoding: chunked\r\n\r\n");
        first.awaitByte(); // the server waits for the body
        RawClient second = client();
        second.write(HEAD + "transfer-encoding: chunked\r\n\r\n1\r\n");
        assertThat(second.read("").status()).isEqualTo(503);
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5\r\n\r\nab", "transfer-encoding: chunked\r\n\r\n5\r\nab"})
    void aBodyThatEndsEarlyIsRejected(String rest) throws IOException {
        RawClient client = client();
        client.write(HEAD + rest);
        client.sendNoMore();
        assertRejected(client, 400);
    }

    /// The response contains the body once for each missing field, and each number in it takes six times its length.
    @Test
    void theLargestResponseFitsIntoMemory() throws IOException, InterruptedException {
        restart(ServerLimits.DEFAULT);
        String body = "{\"\u4e2d\":[" + "1e15,".repeat((ServerLimits.DEFAULT.bodyBytes() - 20) / 5) + "1]}";
        RawClient.Response response = client().send("POST", "/predict", Map.of("content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.bytes()).hasSizeGreaterThan(20 * ServerLimits.DEFAULT.bodyBytes());
        assertOthersAreServed();
    }
}
