package io.fareswarm.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// A target whose name has several addresses. Java's resolver reads the names from a file of the test.
class SeveralAddressesIT {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, HttpServer> servers = new TreeMap<>();
    private final Map<String, AtomicLong> served = new TreeMap<>();
    private int port;

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void stop() {
        servers.values().forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    private void serve(String address) throws IOException {
        AtomicLong requests = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1000);
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        servers.put(address, server);
        served.put(address, requests);
    }

    private Path names(String... addresses) throws IOException {
        Path next = Files.writeString(folder.resolve("hosts.next"), String.join("", List.of(addresses).stream()
                .map(address -> address + " shop.example\n").toList()));
        return Files.move(next, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private Cli cli(String... arguments) throws IOException {
        return new Cli(folder,
                environment -> environment.put("JAVA_TOOL_OPTIONS",
                        "-Djdk.net.hosts.file=" + folder.resolve("hosts")),
                arguments);
    }

    private static Map<String, Long> shares(JsonNode result) {
        Map<String, Long> shares = new TreeMap<>();
        result.get("addresses").forEach(one -> shares.put(one.get("address").asText(), one.get("requests").asLong()));
        return shares;
    }

    private Map<String, Long> served() {
        Map<String, Long> counts = new TreeMap<>();
        served.forEach((address, count) -> counts.put(address, count.get()));
        return counts;
    }

    private long served(String address) {
        return served().getOrDefault(address, 0L);
    }

    @Test
    void aSwarmUsesAllAddressesOfANameAndShowsTheShareOfEach() throws Exception {
        serve("127.0.0.1");
        serve("127.0.0.2");
        names("127.0.0.2", "127.0.0.1");
        try (Cli cli = cli("swarm", "http://shop.example:" + port, "-u", "2", "-r", "2", "-t", "3s", "--report",
                folder.resolve("report").toString())) {
            // Passed, or Invalid on a busy machine.
            assertThat(cli.status()).as(cli.out() + cli.err()).isIn(0, 3);
            assertThat(cli.out()).contains("Address of the target")
                    .containsPattern("127\\.0\\.0\\.1 +[0-9,]+ +[0-9.]+%")
                    .containsPattern("127\\.0\\.0\\.2 +[0-9,]+ +[0-9.]+%");
            assertThat(shares(cli.result())).isEqualTo(served()).hasSize(2);
            assertThat(folder.resolve("report/result.html")).content().contains("<h2>Addresses</h2>");
        }
    }

    @Test
    void aRunFollowsTheAddressesOfItsTarget() throws Exception {
        serve("127.0.0.1");
        serve("127.0.0.2");
        serve("127.0.0.3");
        names("127.0.0.1", "127.0.0.2");
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), Manifest.test(
                "target: {url: \"http://shop.example:%d\", connection: perRequest}".formatted(port),
                "duration: 15s", "maxLag: 10s", "workers: {count: 2}", "load: {arrivals: {rate: 60}}",
                "tasks: [{name: get, request: {path: /}, expect: {status: [\"200\"]}}]"));
        try (Cli cli = cli("run", "-f", manifest.toString(), "--report", folder.resolve("report").toString())) {
            cli.awaitWhileRunning("requests to the first addresses",
                    () -> served("127.0.0.1") > 10 && served("127.0.0.2") > 10);
            assertThat(served()).containsEntry("127.0.0.3", 0L);
            names("127.0.0.2", "127.0.0.3");
            cli.awaitWhileRunning("requests to the new address", () -> served("127.0.0.3") > 50);
            assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
            assertThat(shares(cli.result())).isEqualTo(served());
            assertThat(served("127.0.0.1")).isLessThan(served("127.0.0.2"));
            assertThat(cli.result().at("/result/failures").asLong()).isZero();
        }
    }
}
