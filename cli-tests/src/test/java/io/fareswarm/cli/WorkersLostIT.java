package io.fareswarm.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of lost workers: processes that are killed or hang during a run. This class starts first because it takes the
/// longest.
@Order(1)
class WorkersLostIT {
    private static final int SECONDS = 70;
    /// Requests of each worker in a second.
    private static final long REQUESTS = 20;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aKilledWorkerAndAHungWorkerAreReplacedAndNothingIsCountedTwice() throws Exception {
        AtomicLong responses = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    responses.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
            try (Cli cli = Cli.run(folder, Manifest.test(
                    "target: {url: \"http://127.0.0.1:%d\"}".formatted(server.getAddress().getPort()),
                    "workers: {count: 3}", "duration: " + SECONDS + "s", "maxLag: 10s",
                    "load: {arrivals: {rate: %d}}".formatted(3 * REQUESTS),
                    "tasks: [{name: get, request: {path: /}, expect: {status: [\"200\"]}}]"))) {
                cli.awaitWhileRunning("requests are counted",
                        () -> cli.out().contains("Running") && responses.get() > 60);
                List<ProcessHandle> first = cli.children("loadgen-image");
                assertThat(first).hasSize(3);
                Cli.signal("KILL", Long.toString(first.get(0).pid()));
                Cli.signal("STOP", Long.toString(first.get(1).pid()));

                assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(3);

                JsonNode workers = cli.result().path("workers");
                assertThat(workers.path("ready").asInt()).as(cli.out()).isEqualTo(3);
                assertThat(workers.path("lost").asInt()).isEqualTo(2);
                assertThat(workers.path("replaced").asInt()).isEqualTo(2);
                long lost = workers.path("lostSeconds").asLong();
                assertThat(lost).isPositive();
                assertThat(cli.out()).contains("no response for more than 15 s, replaced from second")
                        .contains(lost + " worker-seconds are lost");
                JsonNode result = cli.result().path("result");
                assertThat(result.path("failures").asLong()).as(result.toString()).isZero();
                // A reported second has requests that were due in it or before. In the last second, some may be missing.
                long reported = REQUESTS * (3 * SECONDS - lost);
                assertThat(result.path("requests").asLong()).as(cli.out()).isLessThanOrEqualTo(responses.get())
                        .isBetween(reported - 2 * REQUESTS, reported);
                assertThat(first).noneMatch(ProcessHandle::isAlive);
            }
        } finally {
            server.stop(0);
        }
    }
}
