package io.fareswarm.model.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A thread that serves its share of the connections.
final class Loop implements Runnable {
    private static final long CHECK_MILLIS = 250;

    private final HttpServer server;
    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocate(64 << 10);
    private final Output output;
    private final Queue<SocketChannel> accepted = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().name("http").unstarted(this);
    private volatile boolean closed;

    Loop(HttpServer server, String headers) throws IOException {
        this.server = server;
        selector = Selector.open();
        output = new Output(headers);
    }

    void start() {
        thread.start();
    }

    /// Takes a connection over, from any thread.
    void take(SocketChannel channel) {
        accepted.add(channel);
        selector.wakeup();
    }

    Selector selector() {
        return selector;
    }

    @Override
    public void run() {
        long checked = System.nanoTime();
        try {
            while (!closed) {
                selector.select(this::ready, CHECK_MILLIS);
                for (SocketChannel channel = accepted.poll(); channel != null; channel = accepted.poll()) {
                    open(channel);
                }
                long now = System.nanoTime();
                if (now - checked > CHECK_MILLIS * 1_000_000) {
                    checked = now;
                    List.copyOf(selector.keys()).forEach(key -> check(key, now));
                }
            }
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                if (key.attachment() instanceof Connection connection) {
                    connection.close();
                }
            }
            for (SocketChannel channel = accepted.poll(); channel != null; channel = accepted.poll()) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready();
        } else if (key.isValid()) {
            server.accept(key);
        }
    }

    private void check(SelectionKey key, long now) {
        if (key.attachment() instanceof Connection connection) {
            connection.check(now);
        } else if (key.isValid()) {
            server.listen(key);
        }
    }

    private void open(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(this, channel, key);
            key.attach(connection);
            if (server.full()) {
                connection.turnAway();
            }
        } catch (ClosedChannelException e) {
            server.left();
        } catch (Throwable e) { // a lack of memory too: this thread serves others
            server.left();
            try {
                channel.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }

    void forget(SelectionKey key) {
        if (key.attachment() != null) {
            key.attach(null);
            key.cancel();
            server.left();
        }
    }

    void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        if (thread.isAlive()) {
            thread.join();
        }
    }

    RequestReader reader() {
        return server.reader();
    }

    Budget budget() {
        return server.budget();
    }

    Limits limits() {
        return server.limits();
    }

    Handler handler() {
        return server.handler();
    }

    boolean stopping() {
        return server.stopping();
    }

    ByteBuffer input() {
        return input;
    }

    Output output() {
        return output;
    }
}
