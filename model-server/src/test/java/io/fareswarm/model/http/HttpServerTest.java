package io.fareswarm.model.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Holds the server's bounds, over real sockets.
class HttpServerTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Limits SMALL = new Limits(1000, 5000, 20_000, 20, LONG, LONG);
    /// Two are more than are answered in one turn.
    private static final int BIG = 33 << 10;
    /// More than sockets hold.
    private static final int LARGE = 32 << 20;
    private static final String PARTIAL = "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 4000\r\n\r\n";

    private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<RawClient> clients = new ArrayList<>();
    private HttpServer server = start(SMALL);

    HttpServerTest() throws IOException {}

    private HttpServer start(Limits limits) throws IOException {
        return HttpServer.start(ANYWHERE, echo(), limits, "", 2);
    }

    private Handler echo() {
        return new Handler() {
            @Override
            public Answer answer(Request request) {
                turns.add(new Turn(request.path(), server.open()));
                if (request.path().equals("/waits")) {
                    waiting.countDown();
                    await(goOn);
                }
                if (request.path().equals("/fails")) {
                    throw new IllegalStateException("as it should");
                }
                if (request.path().equals("/overflows")) {
                    throw new StackOverflowError("as it should");
                }
                if (request.path().equals("/big")) {
                    return new Answer(200, "text/plain", new byte[BIG], "");
                }
                if (request.path().equals("/large")) {
                    return new Answer(200, "text/plain", new byte[LARGE], "");
                }
                return new Answer(200, "text/plain", request.body(), "");
            }

            @Override
            public void refused(String method, String path, int status) {
                refused.add(status);
                if (path.equals("/overflows")) {
                    throw new StackOverflowError("here as well");
                }
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A request that was answered, and the connections that were open then.
    private record Turn(String path, int open) {}

    private void restart(Limits limits) throws IOException, InterruptedException {
        server.close();
        server = start(limits);
    }

    @AfterEach
    void stop() throws InterruptedException, IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient client() throws IOException {
        RawClient client = new RawClient(URI.create("http://127.0.0.1:" + server.port()));
        clients.add(client);
        return client;
    }

    private static RawClient.Response echo(RawClient client) throws IOException {
        return client.send("POST", "/", Map.of(), "hello".getBytes(StandardCharsets.US_ASCII));
    }

    private void assertThatItAnswers() throws IOException {
        assertThat(echo(client()).body()).isEqualTo("hello");
    }

    private void assertThatItRefuses(RawClient client, int status) throws IOException {
        RawClient.Response response = client.read("");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(client.ended()).isTrue();
        assertThat(refused).contains(status);
        assertThatItAnswers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nhost: test\r\nx: ", "GET /", "a"})
    void aHeadThatIsTooLongIsRefused(String begin) throws IOException {
        RawClient client = client();
        client.write(begin + "x".repeat(2000));
        assertThatItRefuses(client, 431);
    }

    @Test
    void aBodyThatIsSaidToBeTooLongIsRefusedBeforeItComes() throws IOException {
        RawClient client = client();
        client.write("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5001\r\n\r\n");
        assertThatItRefuses(client, 413);
    }

    @Test
    void aBodyThatTurnsOutTooLongIsRefused() throws IOException {
        RawClient client = client();
        client.write("POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n");
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        client.write(chunk + chunk);
        assertThatItRefuses(client, 413);
    }

    @Test
    void aBodyOfTheLargestSizeIsTaken() throws IOException {
        byte[] body = "x".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        assertThat(client().send("POST", "/", Map.of(), body).bytes()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "POST / HTTP/1.1\r\nhost: t", PARTIAL, PARTIAL + "x",
            "POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab"})
    void aRequestThatStopsIsGivenUp(String begin) throws IOException, InterruptedException {
        restart(SMALL.withTimes(SHORT, LONG));
        RawClient client = client();
        client.write(begin);
        assertThatItRefuses(client, 408);
    }

    @Test
    void aRequestThatDripsIsGivenUp() throws IOException, InterruptedException {
        restart(new Limits(1 << 20, 5000, 1 << 22, 20, SHORT, LONG));
        RawClient client = client();
        client.write("POST / HTTP/1.1\r\nx: ");
        try {
            while (refused.isEmpty()) { // each byte comes in time, the whole does not
                client.write("x");
            }
        } catch (SocketException e) {
            // It was closed while we wrote.
        }
        assertThat(refused).containsExactly(408);
        assertThatItAnswers();
    }

    @Test
    void aSilentConnectionIsClosedAtLast() throws IOException, InterruptedException {
        restart(SMALL.withTimes(LONG, SHORT));
        RawClient fresh = client();
        RawClient used = client();
        echo(used);
        assertThat(fresh.ended()).isTrue();
        assertThat(used.ended()).isTrue();
        assertThat(refused).isEmpty();
    }

    @Test
    void slowRequestsDoNotKeepOthersFromTheirAnswers() throws IOException {
        for (int i = 0; i < 15; i++) {
            client().write(i % 2 == 0
                    ? "POST / HTTP/1.1\r\nho"
                    : "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\n\r\nx");
        }
        assertThatItAnswers();
    }

    @Test
    void connectionsThatAreAlwaysBusyKeepNoOtherFromItsAnswers() throws Exception {
        restart(Limits.DEFAULT);
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) { // two for each of the server's threads: one is answered, one is refused and goes on
            RawClient client = client();
            String request = "GET / HTTP/1.1\r\nhost: test\r\n" + (i < 2 ? "\r\n" : "x: " + "x".repeat(20_000));
            busy.add(Thread.ofVirtual().start(() -> writeOn(client, request.repeat(20))));
            if (i < 2) {
                busy.add(Thread.ofVirtual().start(() -> readOn(client)));
            }
        }
        for (int i = 0; i < 200; i++) {
            assertThatItAnswers();
        }
        for (RawClient client : clients) {
            client.close();
        }
        for (Thread thread : busy) {
            thread.join();
        }
    }

    private static void writeOn(RawClient client, String text) {
        try {
            while (true) {
                client.write(text);
            }
        } catch (IOException _) {
            // until it is closed
        }
    }

    private static void readOn(RawClient client) {
        try {
            while (true) {
                assertThat(client.read("").status()).isEqualTo(200);
            }
        } catch (IOException _) {
            // until it is closed
        }
    }

    @Test
    void beyondItsConnectionsItAsksToComeAgainLater() throws Exception {
        for (int i = 0; i < 20; i++) {
            echo(client());
        }
        for (int i = 0; i < 50; i++) {
            RawClient client = client();
            RawClient.Response response = client.read("");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("1");
            assertThat(client.ended()).isTrue();
        }
        assertThat(echo(clients.get(7)).status()).as("who is in stays in").isEqualTo(200);
    }

    @Test
    void afterAFloodItAnswersAgain() throws Exception {
        for (int i = 0; i < 600; i++) {
            client();
        }
        for (RawClient client : clients) {
            client.close();
        }
        server.awaitNone(LONG);
        assertThatItAnswers();
    }

    @Test
    void requestsInPartsShareABoundedMemory() throws IOException {
        List<RawClient> slow = new ArrayList<>();
        while (refused.isEmpty() && slow.size() < 9) {
            RawClient client = client();
            client.write(PARTIAL);
            client.write("x".repeat(3000));
            slow.add(client);
            assertThatItAnswers();
        }
        assertThat(refused).containsOnly(503);
    }

    @Test
    void answersThatNobodyTakesShareTheSameMemory() throws IOException, InterruptedException {
        restart(new Limits(1000, 5000, LARGE + (1 << 20), 20, LONG, LONG));
        String request = "GET /large HTTP/1.1\r\nhost: test\r\n\r\n";
        for (int i = 0; i < 2; i++) { // what is taken is given back
            assertThat(client().send("GET", "/large", Map.of(), null).bytes()).hasSize(LARGE);
            RawClient slow = client();
            slow.write(request);
            slow.read("HEAD"); // its head has come, so the rest waits
            RawClient second = client();
            second.write(request);
            assertThatThrownBy(() -> second.read("")).isInstanceOf(IOException.class);
            assertThatItAnswers();
            slow.close();
            second.close();
            awaitClosed();
        }
    }

    private void awaitClosed() throws InterruptedException, IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.awaitNone(LONG);
    }

    @Test
    void whoTakesNoAnswersIsCutOff() throws IOException, InterruptedException {
        restart(new Limits(1000, 5000, 1 << 20, 20, SHORT, LONG));
        RawClient client = client();
        String request = "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 4000\r\n\r\n" + "x".repeat(4000);
        try {
            for (int i = 0; i < 1_000_000; i++) {
                client.write(request);
            }
            throw new AssertionError("expected an end of the server's patience, found none");
        } catch (SocketException e) {
            assertThatItAnswers();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderAndWhole() throws IOException, InterruptedException {
        restart(Limits.DEFAULT);
        RawClient client = client();
        int count = 500;
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    String body = String.valueOf(i).repeat(300);
                    client.write(
                            "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: %d\r\n\r\n%s".formatted(body.length(),
                                    body));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(client.read("").body()).isEqualTo(String.valueOf(i).repeat(300));
        }
        writer.join();
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nhost: test\r\n\r\n".formatted(path);
    }

    private void restartWithOneThread(Limits limits) throws IOException, InterruptedException {
        server.close();
        server = HttpServer.start(ANYWHERE, echo(), limits, "", 1);
    }

    @Test
    void whoPipelinesWaitsForTheOthersTurn() throws IOException, InterruptedException {
        restartWithOneThread(Limits.DEFAULT);
        RawClient other = client();
        echo(other);
        RawClient pipelining = client();
        pipelining.write(get("/waits") + get("/big").repeat(8));
        await(waiting);
        other.write(get("/other"));
        goOn.countDown();
        assertThat(other.read("").status()).isEqualTo(200);
        for (int i = 0; i < 9; i++) {
            assertThat(pipelining.read("").status()).isEqualTo(200);
        }
        assertThat(turns).extracting(Turn::path).containsSubsequence("/waits", "/big", "/other", "/big", "/big");
        assertThat(echo(pipelining).body()).as("and is read again").isEqualTo("hello");
        assertThat(pipelining.send("GET", "/big", Map.of(), null).bytes()).hasSize(BIG);
    }

    @Test
    void whoSendsNoMoreGetsAllOfItsAnswers() throws IOException {
        RawClient client = client();
        client.write(get("/big").repeat(20));
        client.sendNoMore();
        for (int i = 0; i < 20; i++) {
            assertThat(client.read("").bytes()).hasSize(BIG);
        }
        assertThat(client.ended()).isTrue();
    }

    @Test
    void whoComesInCrowdsWaitsForTheTurnOfWhoIsIn() throws IOException, InterruptedException {
        restartWithOneThread(Limits.DEFAULT);
        client().write(get("/waits"));
        await(waiting);
        for (int i = 0; i < 200; i++) {
            client().write(get("/crowd"));
        }
        goOn.countDown();
        for (RawClient client : clients) {
            assertThat(client.read("").status()).isEqualTo(200);
        }
        List<Turn> crowd = turns.stream().filter(turn -> turn.path().equals("/crowd")).toList();
        assertThat(crowd).hasSize(200);
        assertThat(crowd.getFirst().open()).as("the first is answered before all are in").isLessThan(150);
    }

    @Test
    void whoWaitsToBeLetInWhenTheServerStopsIsAnswered() throws Exception {
        server.close();
        server = HttpServer.listen(ANYWHERE, echo(), SMALL, "", 2);
        for (int i = 0; i < 10; i++) {
            client().write(get("/"));
        }
        FutureTask<@Nullable Void> stop = new FutureTask<>(() -> {
            server.stop(LONG);
            return null;
        });
        Thread.ofPlatform().start(stop);
        while (!stop.isDone() && server.open() < 10) {
            Thread.onSpinWait(); // nobody serves yet, and it must let them in all the same
        }
        server.begin();
        for (RawClient client : clients) {
            RawClient.Response response = client.read("");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("connection")).isEqualTo("close");
            client.close();
        }
        stop.get();
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        RawClient client = client();
        for (char c : "POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\nx: y\r\n\r\n"
                .toCharArray()) {
            client.write(String.valueOf(c));
        }
        assertThat(client.read("").body()).isEqualTo("hello");
        assertThat(echo(client).body()).isEqualTo("hello");
    }

    @Test
    void aClientMaySendNoMoreAndStillGetItsAnswer() throws IOException {
        RawClient client = client();
        client.write("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\n\r\nab");
        client.sendNoMore();
        assertThat(client.read("").body()).isEqualTo("ab");
        assertThat(client.ended()).isTrue();
    }

    @Test
    void aHandlersFaultIsAnAnswerWithoutItsCause() throws IOException {
        RawClient client = client();
        RawClient.Response response = client.send("GET", "/fails", Map.of(), null);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Internal Server Error\"}");
        assertThat(echo(client).status()).isEqualTo(200);
    }

    @Test
    void anErrorEndsOneConnectionAndNoThread() throws IOException {
        for (int i = 0; i < 4; i++) { // each thread's turn comes
            RawClient client = client();
            // The second request's fault comes while the first one's answer is not sent.
            client.write("GET /first HTTP/1.1\r\nhost: test\r\n\r\nGET /overflows HTTP/1.1\r\nhost: test\r\n\r\n");
            assertThat(client.ended()).isTrue();
            RawClient refused = client();
            refused.write("POST /overflows HTTP/1.1\r\nhost: test\r\ncontent-length: 5001\r\n\r\n");
            assertThat(refused.ended()).isTrue();
        }
        for (int i = 0; i < 4; i++) {
            assertThatItAnswers(); // with its own answer, and no other's
        }
    }

    @Test
    void anErrorWhileARequestIsGivenUpEndsNoThread() throws IOException, InterruptedException {
        restart(SMALL.withTimes(SHORT, LONG));
        for (int i = 0; i < 4; i++) {
            RawClient client = client();
            client.write(PARTIAL.replace(" / ", " /overflows "));
            assertThat(client.ended()).isTrue();
        }
        assertThatItAnswers();
        assertThatItAnswers();
    }

    @Test
    void aRefusedHeadHasNoBody() throws IOException {
        RawClient client = client();
        client.write("HEAD / HTTP/1.1\r\nhost: test\r\ncontent-length: 5001\r\n\r\n");
        assertThat(client.read("HEAD").status()).isEqualTo(413);
        assertThat(client.ended()).isTrue();
    }
}
