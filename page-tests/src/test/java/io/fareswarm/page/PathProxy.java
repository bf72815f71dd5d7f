package io.fareswarm.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/// Reverse proxy that serves a page under a path of its own, as docs/page.md describes: it sends the page's own `Host`, and no
/// `Origin`.
final class PathProxy implements AutoCloseable {
    private static final String PATH = "/team/load/";
    private static final List<String> PASSED_ON = List.of("Accept", "Content-Type", "Fareswarm-Page", "Last-Event-ID");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
    private final List<String> resumed = new CopyOnWriteArrayList<>();
    private volatile @Nullable String token;

    private PathProxy(HttpServer server) {
        this.server = server;
    }

    /// Starts a proxy on a free port of this machine.
    static PathProxy to(URI page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PathProxy proxy = new PathProxy(server);
        server.setExecutor(proxy.threads);
        server.createContext(PATH, exchange -> proxy.pass(exchange, page));
        server.start();
        return proxy;
    }

    /// Address of the page behind the proxy.
    URI page() {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), PATH));
    }

    /// Breaks all streams off.
    void breakOff() throws IOException {
        for (InputStream stream : open) {
            stream.close();
        }
    }

    /// The ids from which streams were asked to go on.
    List<String> resumed() {
        return List.copyOf(resumed);
    }

    /// From now on, calls need a bearer token, as those of a cluster's page do.
    void expectToken(String expected) {
        token = expected;
    }

    private void pass(HttpExchange exchange, URI page) throws IOException {
        String expected = token;
        if (expected != null
                && !("Bearer " + expected).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            try (exchange) {
                byte[] body = "{\"message\": \"expected a valid token, found none\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            }
            return;
        }
        String target = exchange.getRequestURI().toString().substring(PATH.length());
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(target)).method(exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> exchange.getRequestHeaders().getOrDefault(name, List.of())
                .forEach(value -> request.header(name, value)));
        String id = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        if (id != null) {
            resumed.add(id);
        }
        try (exchange) {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            response.headers().map().forEach((name, values) -> {
                if (!List.of("connection", "content-length", "transfer-encoding").contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(response.statusCode(), 0);
            open.add(response.body());
            try {
                copy(response.body(), exchange.getResponseBody());
            } finally {
                open.remove(response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Passes each piece on at once, because a stream of events does not end.
    private static void copy(InputStream from, OutputStream to) throws IOException {
        try (from; to) {
            byte[] piece = new byte[8192];
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                to.write(piece, 0, read);
                to.flush();
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }
}
