package io.fareswarm.model.serve;

import java.time.Duration;
import java.util.Set;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

/// Counts the open connections, which Helidon keeps to itself: a server may leave when there are none.
final class Connections implements ServerConnectionSelector {
    private final ServerConnectionSelector selector;
    private int open;

    /// @param selector makes the connections that are counted
    Connections(ServerConnectionSelector selector) {
        this.selector = selector;
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

    private synchronized void add(int change) {
        open += change;
        notifyAll();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return selector.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return selector.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return selector.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Counted(selector.connection(context));
    }

    private final class Counted implements ServerConnection, InterruptableTask<Void> {
        private final ServerConnection connection;

        Counted(ServerConnection connection) {
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            add(1);
            try {
                connection.handle(limit);
            } finally {
                add(-1);
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }
}
