package io.fareswarm.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of results against a server of the test, which has known delays and counts its requests.
class ForeignServerIT {
    private static final long MILLI = 1_000_000L;
    /// Resolution of the reported times, milliseconds.
    private static final double MICRO = 0.001;
    /// Width of a histogram bucket, at most, as a ratio: a percentile is the upper end of its bucket.
    private static final double THREE_DIGITS = 1.001;

    static {
        // The default of 200 would let the server close connections under requests.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private final AtomicLong responses = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    @TempDir
    Path folder = Path.of("");

    ForeignServerIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Delay {
        void before(long request) throws IOException;
    }

    private void serve(Delay delay) {
        server.createContext("/", exchange -> {
            delay.before(responses.getAndIncrement());
            respond(exchange);
        });
        server.start();
    }

    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[]{'o', 'k'});
        }
    }

    /// Waits at least this long on the monotonic clock, which the worker reads too.
    private static void pause(long millis) {
        long end = System.nanoTime() + millis * MILLI;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Cli swarm(String load, String duration, String maxLag) throws IOException {
        return Cli.run(folder, Manifest.test(
                "target: {url: \"http://127.0.0.1:%d\"}".formatted(server.getAddress().getPort()),
                "duration: " + duration, "maxLag: " + maxLag, "load: " + load,
                "tasks: [{name: get, request: {path: /}, expect: {status: [\"200\"]}}]"));
    }

    @Test
    void countsAndPercentilesAreThoseOfAServerWithKnownDelays() throws Exception {
        Queue<Long> took = new ConcurrentLinkedQueue<>();
        // Of 20 responses one takes 300 ms and the others 20 ms.
        serve(request -> {
            long from = System.nanoTime();
            pause(request % 20 == 0 ? 300 : 20);
            took.add(System.nanoTime() - from);
        });
        try (Cli cli = swarm("{users: {count: 10, spawnRate: 100}}", "5s", "5s")) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(0);
            JsonNode result = cli.result().path("result");
            assertThat(result.path("requests").asLong()).isEqualTo(responses.get()).isGreaterThan(100);
            assertThat(result.path("failures").asLong()).isZero();

            Duration run = Duration.between(Instant.parse(cli.result().at("/run/startedAt").asText()),
                    Instant.parse(cli.result().at("/run/finishedAt").asText()));
            ServerTimes served = new ServerTimes(took, 10 * run.toNanos() / 1e6);
            JsonNode latency = result.path("latencyMs");
            Map.of("min", 0.0, "p50", 50.0, "p90", 90.0, "p95", 95.0, "p99", 99.0, "p999", 99.9, "max", 100.0)
                    .forEach((name, percentile) -> assertThat(latency.path(name).asDouble()).as(name)
                            .isBetween(served.lowerBound(percentile) - MICRO,
                                    served.upperBound(percentile) * THREE_DIGITS));
            assertThat(latency.path("mean").asDouble()).isBetween(served.meanLowerBound() - MICRO,
                    served.meanUpperBound() + MICRO);
        }
    }

    @Test
    void aStallOfTheTargetShowsInTheNinetyNinthPercentileOfConstantArrivals() throws Exception {
        ReentrantLock gate = new ReentrantLock();
        serve(request -> {
            gate.lock();
            try {
                if (request == 200) {
                    pause(3000);
                }
            } finally {
                gate.unlock();
            }
        });
        try (Cli cli = swarm("{arrivals: {rate: 100}}", "10s", "5s")) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(0);
            JsonNode result = cli.result().path("result");
            assertThat(result.path("requests").asLong()).as(result.toString()).isEqualTo(responses.get())
                    .isEqualTo(1000);
            // 300 of 1,000 requests were due during the stall. One in a hundred of all waited for most of it.
            assertThat(result.at("/latencyMs/p99").asDouble()).isGreaterThan(2500);
            assertThat(result.at("/latencyMs/p50").asDouble()).isLessThan(1000);
        }
    }

    @Test
    void aTargetSlowerThanTheLoadDoesNotMakeTheRunInvalid() throws Exception {
        ReentrantLock one = new ReentrantLock();
        serve(_ -> {
            one.lock();
            try {
                pause(50);
            } finally {
                one.unlock();
            }
        });
        try (Cli cli = swarm("{users: {count: 40, spawnRate: 1000}}", "5s", "10ms")) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(0);
            assertThat(cli.result().path("verdict").asText()).isEqualTo("Passed");
            assertThat(cli.result().at("/result/latencyMs/p50").asDouble()).isGreaterThan(1000);
        }
    }

    @Test
    void aWorkerThatIsStarvedOfProcessorTimeMakesTheRunInvalid() throws Exception {
        serve(_ -> {});
        try (Cli cli = swarm("{arrivals: {rate: 50}}", "8s", "10ms")) {
            cli.awaitWhileRunning("the run goes on", () -> cli.out().contains("Running"));
            String worker = Long.toString(cli.children("loadgen-image").getFirst().pid());
            // The worker gets a third of the time, until it exits.
            while (cli.children("loadgen-image").size() == 1) {
                boolean stopped = Cli.signal("STOP", worker);
                pause(400);
                boolean resumed = Cli.signal("CONT", worker);
                pause(stopped && resumed ? 200 : 0);
            }
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(3);
            assertThat(cli.result().path("verdict").asText()).isEqualTo("Invalid");
            assertThat(cli.out()).contains("Verdict: Invalid").contains("use more workers or fewer users");
        }
    }
}
