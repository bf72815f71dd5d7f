package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.fareswarm.metrics.ProcessMetrics;

/// Health and metrics of the operator's process over HTTP.
///
/// | path | 200 when |
/// |---|---|
/// | `/health/started` | the process runs |
/// | `/health/live` | it is a standby, or all its watches are up, or none has been down for a minute |
/// | `/health/ready` | it leads with synced caches, or it is a standby |
/// | `/metrics` | always |
final class OpsServer implements AutoCloseable {
    static {
        // The server reads these once, when its first class is loaded.
        System.setProperty("jdk.httpserver.maxConnections", "64");
        System.setProperty("sun.net.httpserver.maxReqTime", "5"); // seconds that a request may take to arrive
        System.setProperty("sun.net.httpserver.maxRspTime", "30"); // and a response to be sent
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final OperatorMetrics counters;

    OpsServer(int port, BooleanSupplier live, BooleanSupplier ready, OperatorMetrics counters) throws IOException {
        this.live = live;
        this.ready = ready;
        this.counters = counters;
        server = HttpServer.create(new InetSocketAddress(port), 64);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> {
                    ProcessMetrics.Page page = counters.page(exchange.getRequestHeaders().getFirst("Accept"));
                    write(exchange, 200, page.contentType(), page.text().getBytes(StandardCharsets.UTF_8));
                }
                case "/health/started" -> health(exchange, true);
                case "/health/live" -> health(exchange, live.getAsBoolean());
                case "/health/ready" -> health(exchange, ready.getAsBoolean());
                default -> write(exchange, 404, "text/plain", "not found".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void health(HttpExchange exchange, boolean up) throws IOException {
        write(exchange, up ? 200 : 503, "application/json",
                (up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}").getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(code, -1);
            return;
        }
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
