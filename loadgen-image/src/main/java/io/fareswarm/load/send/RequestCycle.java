package io.fareswarm.load.send;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.traffic.RequestBuffer;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.ErrorReport.Kind;

/// Sends each slot's request and reads its answer; tells the recorder and the source how it ended.
///
/// A server may close a kept connection at the very moment at which the next request is sent on it. Such a request, of
/// which nothing was answered and whose connection had carried an answer before, is sent once more, on a new connection,
/// and is still one sample. A server that did read it and closed without an answer then sees it twice.
final class RequestCycle {
    /// A close that comes sooner after the sending than this may have crossed it on the way; a later one is the server's
    /// answer to it. Long enough for a busy worker to have read the close late. Nanoseconds.
    private static final long CROSSED = 100_000_000L;

    private final RequestGenerator traffic;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final long timeoutNanos;
    private final ConnectionPool wire;
    private final Deadlines deadlines = new Deadlines();
    private final Outcomes endings;
    private final RequestBuffer request;

    RequestCycle(RequestGenerator traffic, Recorder recorder, LongSupplier clock, long timeoutNanos,
            ConnectionPool wire) {
        this.traffic = traffic;
        this.recorder = recorder;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.wire = wire;
        request = traffic.newRequest();
        endings = new Outcomes(traffic, recorder, wire, deadlines);
    }

    /// Told of every end from now on.
    void tell(RequestSource newSource) {
        endings.tell(newSource);
    }

    int inFlight() {
        return deadlines.size();
    }

    /// The next deadline of a request in flight; [Long#MAX_VALUE] when none is.
    long nextDeadline() {
        Slot first = deadlines.first();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    /// Begins the slot's request (source, number): sends it on the kept connection or begins to connect.
    ///
    /// The generator's lag is taken at that moment, not when the connection stands: connecting is the target's time.
    ///
    /// @param free when its user was free for it; `due` where it needs no user
    void start(Slot slot, long due, long free) {
        slot.due = due;
        slot.sent = Recorder.NEVER;
        slot.retried = false;
        slot.bytesReceived = 0;
        traffic.draw(slot.source, slot.number, request);
        slot.task = request.task();
        long now = clock.getAsLong();
        recorder.started(now, Math.max(due, free));
        slot.deadline = now + timeoutNanos;
        deadlines.add(slot);
        if (slot.channel != null) {
            send(slot, now);
        } else {
            connect(slot);
        }
    }

    /// Counts the request (source, number) as one that was due but never started.
    void drop(long sourceOfRequest, long number, long now) {
        recorder.dropped(traffic.task(sourceOfRequest, number), now);
    }

    private void connect(Slot slot) {
        slot.state = Slot.State.CONNECTING;
        slot.reused = false;
        try {
            if (wire.connect(slot)) {
                connected(slot);
            }
        } catch (IOException e) {
            unconnected(slot, e);
        }
    }

    /// A slot's channel is ready for what its key is interested in.
    void ready(SelectionKey key) {
        Slot slot = (Slot) key.attachment();
        SocketChannel channel = slot.channel;
        if (channel == null || !key.isValid()) {
            return; // closed earlier in this turn
        }
        if (slot.state == Slot.State.CONNECTING) {
            try {
                if (wire.proceed(slot, key)) {
                    connected(slot);
                }
            } catch (IOException e) {
                unconnected(slot, e);
            }
            return;
        }
        if (key.isWritable()) {
            try {
                wire.sendRest(slot);
            } catch (IOException e) {
                if (slot.state == Slot.State.IDLE) {
                    ConnectionPool.close(slot); // without a request nothing is lost with it
                } else {
                    lost(slot, e);
                }
            }
        }
        if (key.isValid() && key.isReadable()) {
            receive(slot, channel);
        }
    }

    private void connected(Slot slot) {
        traffic.draw(slot.source, slot.number, request);
        send(slot, clock.getAsLong());
    }

    private void unconnected(Slot slot, IOException why) {
        endings.failed(slot, why instanceof SSLException ? Kind.tls : Kind.connect, Outcomes.describe(why),
                clock.getAsLong(), 0);
    }

    private void send(Slot slot, long now) {
        slot.state = Slot.State.AWAITING;
        slot.sent = now;
        endings.prepare(slot);
        slot.answer.begin(traffic.isBodiless(slot.task), slot.kept);
        try {
            wire.send(slot, request);
        } catch (IOException e) {
            lost(slot, e);
        }
    }

    private void receive(Slot slot, SocketChannel channel) {
        int length;
        try {
            length = wire.read(slot, channel);
        } catch (IOException e) {
            if (slot.state == Slot.State.IDLE) {
                ConnectionPool.close(slot);
            } else {
                lost(slot, e);
            }
            return;
        }
        if (length == 0) {
            return; // nothing, or what is TLS's own
        }
        if (slot.state == Slot.State.IDLE) {
            ConnectionPool.close(slot); // the server closed an idle connection, or spoke unasked
        } else if (length < 0) {
            ended(slot, 0);
        } else {
            parse(slot, length);
        }
    }

    private void parse(Slot slot, int length) {
        ResponseParser answer = slot.answer;
        slot.bytesReceived += length;
        int used = answer.parse(wire.bytes(), 0, length);
        String problem = answer.problem();
        if (problem != null) {
            endings.failed(slot, Kind.broken, problem, clock.getAsLong(), length);
        } else if (answer.isDone()) {
            long done = clock.getAsLong();
            // More bytes than the answer has, or an answer before the whole request: the connection is out of step.
            if (!answer.keepsAlive() || used < length || slot.unsent != null || hasEnded(slot)) {
                ConnectionPool.close(slot);
            }
            endings.answered(slot, done, length);
        } else if (hasEnded(slot)) {
            ended(slot, length);
        } else {
            endings.goesOn(slot, length);
        }
    }

    /// Whether the server has said, in what was read last, that nothing more will come.
    private static boolean hasEnded(Slot slot) {
        return slot.tls != null && slot.tls.isClosed();
    }

    /// The server closed the connection on which the slot awaits its answer.
    ///
    /// @param length of what was read last of it
    private void ended(Slot slot, int length) {
        // Under TLS only an end that was announced is the server's own.
        if ((slot.tls == null || slot.tls.isClosed()) && slot.answer.end()) {
            long done = clock.getAsLong();
            ConnectionPool.close(slot);
            endings.answered(slot, done, length);
        } else {
            lost(slot, "connection closed");
        }
    }

    private void lost(Slot slot, IOException why) {
        if (why instanceof SSLException) {
            endings.failed(slot, Kind.tls, Outcomes.describe(why), clock.getAsLong(), 0);
        } else {
            lost(slot, Outcomes.describe(why));
        }
    }

    private void lost(Slot slot, String how) {
        boolean crossed = slot.sent == Recorder.NEVER || clock.getAsLong() - slot.sent < CROSSED;
        if (crossed && slot.reused && !slot.retried && !slot.answer.hasBegun()) {
            slot.retried = true;
            ConnectionPool.close(slot);
            connect(slot);
        } else {
            String when = slot.answer.hasBegun() ? " in the middle of an answer" : " before an answer";
            endings.failed(slot, Kind.closed, how + when, clock.getAsLong(), 0);
        }
    }

    /// Fails the requests whose deadline is over.
    void expire(long now) {
        Slot slot = deadlines.first();
        while (slot != null && slot.deadline <= now) {
            String after = " within " + timeoutNanos / 1_000_000 + " ms";
            if (slot.state == Slot.State.CONNECTING && slot.tls != null) {
                endings.failed(slot, Kind.tls, "no TLS handshake" + after, now, 0);
            } else if (slot.state == Slot.State.CONNECTING) {
                endings.failed(slot, Kind.connect, "no connection" + after, now, 0);
            } else {
                endings.failed(slot, Kind.timeout, "no whole answer" + after, now, 0);
            }
            slot = deadlines.first();
        }
    }

    /// Fails every request in flight as unfinished.
    void abandon(long now) {
        for (Slot slot = deadlines.first(); slot != null; slot = deadlines.first()) {
            endings.failed(slot, Kind.unfinished, "no whole answer when the graceful stop was over", now, 0);
        }
    }

    /// The slot, which has no request, needs its connection no more.
    void release(Slot slot) {
        ConnectionPool.close(slot);
    }
}
