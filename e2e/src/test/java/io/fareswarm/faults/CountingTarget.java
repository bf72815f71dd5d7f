package io.fareswarm.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/// Target of all LoadTests, which counts the requests to each path.
final class CountingTarget implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Long> requests = new ConcurrentHashMap<>();

    CountingTarget() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.merge(exchange.getRequestURI().getPath().substring(1), 1L, Long::sum);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long requests(String name) {
        return requests.getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
