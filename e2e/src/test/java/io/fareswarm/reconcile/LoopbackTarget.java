package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;

/// A target of load on a loopback address, which responds to every request with 200.
final class LoopbackTarget implements AutoCloseable {
    private final HttpServer server;

    LoopbackTarget() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /// Field of a LoadTest's spec: this target.
    String field() {
        return "target: {url: \"http://127.0.0.1:%d\"}".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
