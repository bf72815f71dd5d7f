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

/// Swarms against a server that is not ours and keeps its own count: the figures must be true.
class ForeignServerIT {
    private static final long MILLI = 1_000_000L;
    /// The resolution of what is reported, in milliseconds.
    private static final double MICRO = 0.001;
    /// A percentile is the upper end of its bucket, which is that much wide at most.
    private static final double THREE_DIGITS = 1.001;

    static {
        // By default it closes all idle connections but 200 at any moment, which some requests would cross.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private final AtomicLong answered = new AtomicLong();
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
            delay.before(answered.getAndIncrement());
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

    /// At least so long, by the clock that the worker reads too.
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
        // Of 20 answers one takes 300 ms and the others 20 ms.
        serve(request -> {
            long from = System.nanoTime();
            pause(request % 20 == 0 ? 300 : 20);
            took.add(System.nanoTime() - from);
        });
        try (Cli cli = swarm("{users: {count: 10, spawnRate: 100}}", "5s", "5s")) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(0);
            JsonNode result = cli.result().path("result");
            assertThat(result.path("requests").asLong()).isEqualTo(answered.get()).isGreaterThan(100);
            assertThat(result.path("failures").asLong()).isZero();

            Duration run = Duration.between(Instant.parse(cli.result().at("/run/startedAt").asText()),
                    Instant.parse(cli.result().at("/run/finishedAt").asText()));
            OwnTimes own = new OwnTimes(took, 10 * run.toNanos() / 1e6);
            JsonNode latency = result.path("latencyMs");
            Map.of("min", 0.0, "p50", 50.0, "p90", 90.0, "p95", 95.0, "p99", 99.0, "p999", 99.9, "max", 100.0)
                    .forEach((name, percentile) -> assertThat(latency.path(name).asDouble()).as(name)
                            .isBetween(own.least(percentile) - MICRO, own.most(percentile) * THREE_DIGITS));
            assertThat(latency.path("mean").asDouble()).isBetween(own.leastMean() - MICRO, own.mostMean() + MICRO);
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
            assertThat(result.path("requests").asLong()).as(result.toString()).isEqualTo(answered.get())
                    .isEqualTo(1000);
            // 300 of 1000 requests were due during the stall; the hundredth part of all waited for most of it.
            assertThat(result.at("/latencyMs/p99").asDouble()).isGreaterThan(2500);
            assertThat(result.at("/latencyMs/p50").asDouble()).isLessThan(1000);
        }
    }

    @Test
    void aTargetThatIsSlowerThanTheLoadIsNoReasonForInvalid() throws Exception {
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
            cli.during("the run goes on", () -> cli.out().contains("Running"));
            String worker = Long.toString(cli.children("loadgen-image").getFirst().pid());
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
