package io.fareswarm.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/// Target of LoadTests, which counts the requests to each path.
public final class CountingTarget implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final HttpServer server;
    private final Map<String, Long> requests = new ConcurrentHashMap<>();

    /// @param address address of this machine to listen on, at a free port
    public CountingTarget(InetAddress address) {
        try {
            server = HttpServer.create(new InetSocketAddress(address, 0), BACKLOG);
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

    /// URL of the target, without a path.
    public String address() {
        return "http://%s:%d".formatted(server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort());
    }

    /// Number of requests to a path.
    ///
    /// @param name the path without its slash
    public long requests(String name) {
        return requests.getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
