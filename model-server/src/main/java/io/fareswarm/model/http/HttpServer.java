package io.fareswarm.model.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server of HTTP/1.1 without TLS, for handlers that answer at once. A few threads serve all connections, so that one
/// costs a few hundred bytes while it says nothing.
public final class HttpServer {
    private static final int BACKLOG = 4096;
    /// Connections beyond the limit that are answered at a time; others are closed at once.
    private static final int TURNED_AWAY = 256;
    /// Connections that are taken before those that are open have their turn.
    private static final int ACCEPTED_AT_ONCE = 64;

    private final Handler handler;
    private final Limits limits;
    private final Budget budget;
    private final ServerSocketChannel listener;
    private final List<Loop> loops = new ArrayList<>();
    private int next;
    private int open;
    private volatile boolean stopping;

    private HttpServer(Handler handler, Limits limits, ServerSocketChannel listener) {
        this.handler = handler;
        this.limits = limits;
        this.listener = listener;
        budget = new Budget(limits.heldBytes());
    }

    /// Listens and serves.
    ///
    /// @param headers lines that each answer has, each with its line end
    /// @param threads that serve
    /// @throws IOException when the address cannot be listened on
    public static HttpServer start(InetSocketAddress address, Handler handler, Limits limits, String headers,
            int threads) throws IOException {
        HttpServer server = listen(address, handler, limits, headers, threads);
        server.begin();
        return server;
    }

    /// Listens, and leaves who comes waiting.
    static HttpServer listen(InetSocketAddress address, Handler handler, Limits limits, String headers, int threads)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        HttpServer server = new HttpServer(handler, limits, listener);
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG);
            listener.configureBlocking(false);
            for (int i = 0; i < threads; i++) {
                server.loops.add(new Loop(server, headers));
            }
            listener.register(server.loops.getFirst().selector(), SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        return server;
    }

    /// Serves.
    void begin() {
        loops.forEach(Loop::start);
    }

    /// The port that it listens on.
    public int port() {
        return listener.socket().getLocalPort();
    }

    /// Takes connections that wait, up to a bound.
    void accept(SelectionKey key) {
        try {
            acceptSome();
        } catch (IOException e) {
            interest(key, 0); // no more files may be open: try again at the next check, not at once
        }
    }

    /// Takes connections that wait, and gives each to the next thread; how many.
    private int acceptSome() throws IOException {
        synchronized (listener) {
            for (int count = 0; count < ACCEPTED_AT_ONCE; count++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return count;
                }
                if (!enter()) {
                    channel.close();
                    continue;
                }
                loops.get(next).take(channel);
                next = (next + 1) % loops.size();
            }
            return ACCEPTED_AT_ONCE;
        }
    }

    /// Goes on to take connections.
    void listen(SelectionKey key) {
        interest(key, SelectionKey.OP_ACCEPT);
    }

    private static void interest(SelectionKey key, int operations) {
        try {
            key.interestOps(operations);
        } catch (CancelledKeyException e) {
            // The listener was closed meanwhile.
        }
    }

    /// Whether there is room, if only to be told that there is none.
    private synchronized boolean enter() {
        boolean room = open < limits.connections() + TURNED_AWAY;
        if (room) {
            open++;
        }
        return room;
    }

    synchronized void left() {
        open--;
        notifyAll();
    }

    synchronized boolean full() {
        return open > limits.connections();
    }

    synchronized int open() {
        return open;
    }

    /// Makes each answer its connection's last, and closes when no connection is open and none waits to be, or the limit
    /// is over.
    public void stop(Duration limit) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + limit.toNanos();
        try {
            do {
                awaitNone(Duration.ofNanos(end - System.nanoTime()));
            } while (end - System.nanoTime() > 0 && acceptSome() > 0);
        } catch (IOException e) {
            System.getLogger(HttpServer.class.getName()).log(Level.WARNING, "took no more connections", e);
        }
        close();
    }

    /// Waits until no connection is open, or the limit is over.
    synchronized void awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (open > 0 && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /// Closes the listener and all connections.
    public void close() throws InterruptedException {
        try {
            listener.close();
        } catch (IOException e) {
            // It listens no more either way.
        }
        for (Loop loop : loops) {
            loop.close();
        }
    }

    RequestReader reader() {
        return new RequestReader(limits, budget);
    }

    Budget budget() {
        return budget;
    }

    Limits limits() {
        return limits;
    }

    Handler handler() {
        return handler;
    }

    boolean stopping() {
        return stopping;
    }
}
