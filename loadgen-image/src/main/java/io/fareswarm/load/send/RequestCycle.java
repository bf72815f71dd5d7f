package io.fareswarm.load.send;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.traffic.RequestBuffer;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.message.FailureCause;
import io.fareswarm.protocol.ErrorReport.Kind;

/// Executes each request: connects if necessary, sends, receives the response, and times out. Each method returns the
/// slot whose request it ended, with the outcome, or null if it ended none.
///
/// A server may close an idle connection at the moment at which the next request is sent on it. Such a request has no
/// byte of a response, and its connection was open before it. It is sent a second time on a new connection,
/// and is still one sample. A server that read the request and then closed without a response gets it twice.
final class RequestCycle {
    /// Maximum time, in nanoseconds, from a request to a close that may have crossed it in the network. A later close
    /// is the server's reaction to the request. The time is long enough for a busy worker that reads the close late.
    private static final long CROSSED = 100_000_000L;

    private final RequestGenerator generator;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final long timeoutNanos;
    private final ConnectionPool connections;
    private final CapturedBody.Pool bodies;
    private final FailureExamples examples;
    private final Deadlines deadlines = new Deadlines();
    private final RequestBuffer request = new RequestBuffer();

    RequestCycle(RequestGenerator generator, Recorder recorder, LongSupplier clock, long timeoutNanos,
            ConnectionPool connections, CapturedBody.Pool bodies, FailureExamples examples) {
        this.generator = generator;
        this.recorder = recorder;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.connections = connections;
        this.bodies = bodies;
        this.examples = examples;
    }

    int inFlight() {
        return deadlines.size();
    }

    /// The earliest deadline of the requests in flight; [Long#MAX_VALUE] if there is none.
    long nextDeadline() {
        ConnectionSlot first = deadlines.first();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    /// Starts the request that the slot was assigned: sends it on the open connection, or begins to connect.
    ///
    /// The generator's lag is measured here and not after the connect, since the time to connect is the target's.
    @Nullable
    ConnectionSlot start(ConnectionSlot slot) {
        slot.sent = Recorder.NEVER;
        slot.retried = false;
        slot.bytesReceived = 0;
        generator.draw(slot.source, slot.number, request);
        slot.task = request.task();
        long now = clock.getAsLong();
        recorder.started(now, Math.max(slot.due, slot.free));
        slot.deadline = now + timeoutNanos;
        deadlines.add(slot);
        if (slot.state == ConnectionSlot.State.OPENING) {
            slot.state = ConnectionSlot.State.CONNECTING;
            return null;
        }
        return slot.channel == null ? connect(slot) : send(slot, now);
    }

    /// Begins to open the connection of a slot without one, before the slot's first request is due. If that fails, the
    /// request connects again, so that the failure is counted once and as the request's.
    void connectAhead(ConnectionSlot slot) {
        if (slot.state != ConnectionSlot.State.IDLE || slot.channel != null) {
            return;
        }
        slot.state = ConnectionSlot.State.OPENING;
        try {
            opened(slot, connections.connect(slot));
        } catch (IOException e) {
            unopened(slot);
        }
    }

    private void opened(ConnectionSlot slot, boolean open) {
        if (open) {
            slot.state = ConnectionSlot.State.IDLE;
            slot.wasIdle = true;
            if (Endpoints.moves(slot)) {
                ConnectionPool.close(slot);
            }
        }
    }

    private static void unopened(ConnectionSlot slot) {
        ConnectionPool.close(slot);
        slot.state = ConnectionSlot.State.IDLE;
    }

    /// Continues with a slot whose channel is ready.
    @Nullable
    ConnectionSlot ready(SelectionKey key) {
        ConnectionSlot slot = (ConnectionSlot) key.attachment();
        SocketChannel channel = slot.channel;
        if (channel == null || !key.isValid()) {
            return null; // closed earlier in this turn
        }
        if (slot.state == ConnectionSlot.State.CONNECTING) {
            try {
                return connections.proceed(slot, key) ? connected(slot) : null;
            } catch (IOException e) {
                return unconnected(slot, e);
            }
        }
        if (slot.state == ConnectionSlot.State.OPENING) {
            try {
                opened(slot, connections.proceed(slot, key));
            } catch (IOException e) {
                unopened(slot);
            }
            return null;
        }
        if (key.isWritable()) {
            try {
                connections.sendRest(slot);
            } catch (IOException e) {
                return lost(slot, e);
            }
        }
        return key.isReadable() ? receive(slot, channel) : null;
    }

    /// Fails the first request whose deadline is over.
    @Nullable
    ConnectionSlot expire(long now) {
        ConnectionSlot slot = deadlines.first();
        if (slot == null || slot.deadline > now) {
            return null;
        }
        if (slot.state == ConnectionSlot.State.CONNECTING) {
            connections.endpoints().failed(slot);
        }
        String after = " within " + timeoutNanos / 1_000_000 + " ms";
        if (slot.state == ConnectionSlot.State.AWAITING) {
            return failed(slot, Kind.timeout, "no complete response" + after, now, 0);
        }
        return slot.tls == null
                ? failed(slot, Kind.connect, "no connection" + after, now, 0)
                : failed(slot, Kind.tls, "no TLS handshake" + after, now, 0);
    }

    /// Fails the first of the requests in flight as unfinished.
    @Nullable
    ConnectionSlot abandon(long now) {
        ConnectionSlot slot = deadlines.first();
        return slot == null
                ? null
                : failed(slot, Kind.unfinished, "no complete response when the graceful stop was over", now, 0);
    }

    private @Nullable ConnectionSlot connect(ConnectionSlot slot) {
        slot.state = ConnectionSlot.State.CONNECTING;
        slot.wasIdle = false;
        try {
            return connections.connect(slot) ? connected(slot) : null;
        } catch (IOException e) {
            return unconnected(slot, e);
        }
    }

    private @Nullable ConnectionSlot connected(ConnectionSlot slot) {
        generator.draw(slot.source, slot.number, request);
        return send(slot, clock.getAsLong());
    }

    private ConnectionSlot unconnected(ConnectionSlot slot, IOException why) {
        connections.endpoints().failed(slot);
        return failed(slot, why instanceof SSLException ? Kind.tls : Kind.connect, FailureCause.inFull(why),
                clock.getAsLong(), 0);
    }

    private @Nullable ConnectionSlot send(ConnectionSlot slot, long now) {
        slot.state = ConnectionSlot.State.AWAITING;
        slot.sent = now;
        if (slot.body == null && recorder.checksBody(slot.task)) {
            slot.body = bodies.take();
        }
        slot.response.begin(generator.isHead(slot.task), slot.body);
        try {
            connections.send(slot, request);
            return null;
        } catch (IOException e) {
            return lost(slot, e);
        }
    }

    private @Nullable ConnectionSlot receive(ConnectionSlot slot, SocketChannel channel) {
        int length;
        try {
            length = connections.read(slot, channel);
        } catch (IOException e) {
            return lost(slot, e);
        }
        if (length == 0) {
            return null; // no bytes, or a message of TLS itself
        }
        if (slot.state == ConnectionSlot.State.IDLE) {
            ConnectionPool.close(slot); // the server closed an idle connection, or sent an unrequested response
            return null;
        }
        return length < 0 ? ended(slot, 0) : parse(slot, length);
    }

    private @Nullable ConnectionSlot parse(ConnectionSlot slot, int length) {
        ResponseParser response = slot.response;
        slot.bytesReceived += length;
        int used = response.parse(connections.bytes(), 0, length);
        String problem = response.problem();
        if (problem != null) {
            return failed(slot, Kind.broken, problem, clock.getAsLong(), length);
        }
        if (response.isDone()) {
            long done = clock.getAsLong();
            // The connection cannot be reused if bytes follow the response, or if the response came before the whole
            // request was sent.
            if (!connections.reuses(slot) || !response.keepsConnection() || used < length || slot.unsent != null
                    || hasEnded(slot)) {
                ConnectionPool.close(slot);
            }
            return completed(slot, done, length);
        }
        if (hasEnded(slot)) {
            return ended(slot, length);
        }
        if (recorder.wantsExample(slot.task, response.status())) {
            examples.store(slot, length);
        }
        return null;
    }

    /// Whether the last read shows that the server sends no more bytes.
    private static boolean hasEnded(ConnectionSlot slot) {
        return slot.tls != null && slot.tls.isClosed();
    }

    /// Handles the close of a connection on which the slot awaits a response.
    ///
    /// @param length number of bytes in the last read
    private @Nullable ConnectionSlot ended(ConnectionSlot slot, int length) {
        // Under TLS, an end that was not announced may come from an attacker, so it does not complete a response.
        if ((slot.tls == null || slot.tls.isClosed()) && slot.response.end()) {
            long done = clock.getAsLong();
            ConnectionPool.close(slot);
            return completed(slot, done, length);
        }
        return lost(slot, "connection closed");
    }

    private @Nullable ConnectionSlot lost(ConnectionSlot slot, IOException why) {
        if (slot.state == ConnectionSlot.State.IDLE) {
            ConnectionPool.close(slot);
            return null;
        }
        return why instanceof SSLException
                ? failed(slot, Kind.tls, FailureCause.inFull(why), clock.getAsLong(), 0)
                : lost(slot, FailureCause.inFull(why));
    }

    private @Nullable ConnectionSlot lost(ConnectionSlot slot, String how) {
        long now = clock.getAsLong();
        if (now - slot.sent < CROSSED && slot.wasIdle && !slot.retried && !slot.response.hasBegun()) {
            slot.retried = true;
            ConnectionPool.close(slot);
            return connect(slot);
        }
        String when = slot.response.hasBegun() ? " in the middle of a response" : " before a response";
        return failed(slot, Kind.closed, how + when, now, 0);
    }

    private ConnectionSlot completed(ConnectionSlot slot, long done, int length) {
        slot.wasIdle = true;
        return ended(slot, done, length, null);
    }

    private ConnectionSlot failed(ConnectionSlot slot, Kind kind, String detail, long done, int length) {
        ConnectionPool.close(slot);
        return ended(slot, done, length, new RequestFailure(kind, detail));
    }

    private ConnectionSlot ended(ConnectionSlot slot, long done, int length, @Nullable RequestFailure failure) {
        deadlines.remove(slot);
        slot.state = ConnectionSlot.State.IDLE;
        slot.done = done;
        slot.lastRead = length;
        slot.failure = failure;
        return slot;
    }
}
