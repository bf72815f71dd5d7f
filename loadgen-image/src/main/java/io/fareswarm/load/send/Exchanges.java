package io.fareswarm.load.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.worker.ErrorReport.Kind;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.traffic.Request;
import io.fareswarm.load.traffic.Traffic;

/// Sends each slot's request and reads its answer; tells the recorder and the source how it ended.
///
/// A server may close a kept connection at the very moment at which the next request is sent on it. Such a request, of
/// which nothing was answered and whose connection had carried an answer before, is sent once more, on a new connection,
/// and is still one sample. A server that did read it and closed without an answer then sees it twice.
final class Exchanges {
    /// A close that comes sooner after the sending than this may have crossed it on the way; a later one is the server's
    /// answer to it. Long enough for a busy worker to have read the close late. Nanoseconds.
    private static final long CROSSED = 100_000_000L;

    /// Read at once, and per turn and connection at most: a long body cannot keep the loop from the others.
    private static final int READ_BYTES = 64 * 1024;

    private final Traffic traffic;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final InetSocketAddress target;
    private final long timeoutNanos;
    private final Selector selector;
    private final Deadlines deadlines = new Deadlines();
    private final Request request;
    private ByteBuffer writing;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] read = new byte[READ_BYTES];
    private @Nullable Source source;

    Exchanges(Traffic traffic, Recorder recorder, LongSupplier clock, InetSocketAddress target, long timeoutNanos,
            Selector selector) {
        this.traffic = traffic;
        this.recorder = recorder;
        this.clock = clock;
        this.target = target;
        this.timeoutNanos = timeoutNanos;
        this.selector = selector;
        request = traffic.newRequest();
        writing = ByteBuffer.allocateDirect(64 * 1024);
    }

    /// Told of every end from now on.
    void tell(Source newSource) {
        source = newSource;
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
    /// @param due also when its user was free: a user is due only after it was free, and an arrival needs no user
    void start(Slot slot, long due) {
        slot.due = due;
        slot.sent = Recorder.NEVER;
        slot.retried = false;
        slot.bytesReceived = 0;
        traffic.draw(slot.source, slot.number, request);
        slot.task = request.task();
        long now = clock.getAsLong();
        recorder.started(now, due);
        slot.deadline = now + timeoutNanos;
        deadlines.add(slot);
        if (slot.channel != null) {
            send(slot, slot.channel, now);
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
            SocketChannel channel = SocketChannel.open();
            slot.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(target);
            slot.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, slot);
            if (connected) {
                connected(slot, channel);
            }
        } catch (IOException e) {
            unconnected(slot, e);
        } catch (UnresolvedAddressException | UnsupportedAddressTypeException e) {
            unconnected(slot, new IOException("this machine cannot connect to " + target, e));
        }
    }

    /// A slot's channel is ready for what its key is interested in.
    void ready(SelectionKey key) {
        Slot slot = (Slot) key.attachment();
        SocketChannel channel = slot.channel;
        if (channel == null || !key.isValid()) {
            return; // closed earlier in this turn
        }
        if (key.isConnectable()) {
            try {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                connected(slot, channel);
            } catch (IOException e) {
                unconnected(slot, e);
            }
            return;
        }
        if (key.isWritable()) {
            sendRest(slot, channel);
        }
        if (key.isValid() && key.isReadable()) {
            receive(slot, channel);
        }
    }

    private void connected(Slot slot, SocketChannel channel) {
        traffic.draw(slot.source, slot.number, request);
        send(slot, channel, clock.getAsLong());
    }

    private void unconnected(Slot slot, IOException why) {
        String detail = why instanceof ConnectException && why.getMessage() != null ? why.getMessage() : describe(why);
        fail(slot, Kind.connect, detail, clock.getAsLong());
    }

    private void send(Slot slot, SocketChannel channel, long now) {
        slot.state = Slot.State.AWAITING;
        slot.sent = now;
        slot.answer.begin(traffic.isBodiless(slot.task));
        if (writing.capacity() < request.length()) {
            writing = ByteBuffer.allocateDirect(request.length() * 2);
        }
        writing.clear();
        request.putInto(writing);
        writing.flip();
        try {
            channel.write(writing);
            if (writing.hasRemaining()) {
                slot.unsent = new byte[writing.remaining()];
                slot.unsentFrom = 0;
                writing.get(slot.unsent);
                Objects.requireNonNull(slot.key).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            lost(slot, describe(e));
        }
    }

    private void sendRest(Slot slot, SocketChannel channel) {
        byte[] unsent = slot.unsent;
        if (unsent == null) {
            return;
        }
        try {
            slot.unsentFrom += channel.write(ByteBuffer.wrap(unsent, slot.unsentFrom, unsent.length - slot.unsentFrom));
            if (slot.unsentFrom == unsent.length) {
                slot.unsent = null;
                Objects.requireNonNull(slot.key).interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            lost(slot, describe(e));
        }
    }

    private void receive(Slot slot, SocketChannel channel) {
        int length;
        reading.clear();
        try {
            length = channel.read(reading);
        } catch (IOException e) {
            if (slot.state == Slot.State.IDLE) {
                close(slot);
            } else {
                lost(slot, describe(e));
            }
            return;
        }
        if (slot.state == Slot.State.IDLE) {
            close(slot); // the server closed an idle connection, or spoke unasked
        } else if (length < 0) {
            ended(slot);
        } else if (length > 0) {
            reading.get(0, read, 0, length);
            parse(slot, length);
        }
    }

    private void parse(Slot slot, int length) {
        AnswerParser answer = slot.answer;
        slot.bytesReceived += length;
        int used = answer.parse(read, 0, length);
        String problem = answer.problem();
        if (problem != null) {
            fail(slot, Kind.broken, problem, clock.getAsLong());
        } else if (answer.isDone()) {
            // More bytes than the answer has, or an answer before the whole request: the connection is out of step.
            if (!answer.keepsAlive() || used < length || slot.unsent != null) {
                close(slot);
            }
            answered(slot);
        }
    }

    /// The server closed the connection on which the slot awaits its answer.
    private void ended(Slot slot) {
        if (slot.answer.end()) {
            close(slot);
            answered(slot);
        } else {
            lost(slot, "connection closed");
        }
    }

    private void lost(Slot slot, String how) {
        boolean crossed = slot.sent == Recorder.NEVER || clock.getAsLong() - slot.sent < CROSSED;
        if (crossed && slot.reused && !slot.retried && !slot.answer.hasBegun()) {
            slot.retried = true;
            close(slot);
            connect(slot);
        } else {
            String when = slot.answer.hasBegun() ? " in the middle of an answer" : " before an answer";
            fail(slot, Kind.closed, how + when, clock.getAsLong());
        }
    }

    private void answered(Slot slot) {
        long now = clock.getAsLong();
        deadlines.remove(slot);
        slot.state = Slot.State.IDLE;
        slot.reused = true;
        recorder.answered(slot.task, slot.answer.status(), slot.due, slot.sent, now, slot.bytesReceived);
        Objects.requireNonNull(source).ended(slot, now, Source.End.ANSWERED);
    }

    private void fail(Slot slot, Kind kind, String detail, long now) {
        close(slot);
        deadlines.remove(slot);
        slot.state = Slot.State.IDLE;
        recorder.failed(slot.task, kind, detail, slot.due, slot.sent, now, slot.bytesReceived);
        Objects.requireNonNull(source).ended(slot, now, kind == Kind.connect
                ? Source.End.UNCONNECTED
                : Source.End.FAILED);
    }

    /// Fails the requests whose deadline is over.
    void expire(long now) {
        Slot slot = deadlines.first();
        while (slot != null && slot.deadline <= now) {
            String after = " within " + timeoutNanos / 1_000_000 + " ms";
            if (slot.state == Slot.State.CONNECTING) {
                fail(slot, Kind.connect, "no connection" + after, now);
            } else {
                fail(slot, Kind.timeout, "no whole answer" + after, now);
            }
            slot = deadlines.first();
        }
    }

    /// Fails every request in flight as unfinished.
    void abandon(long now) {
        for (Slot slot = deadlines.first(); slot != null; slot = deadlines.first()) {
            fail(slot, Kind.unfinished, "no whole answer when the graceful stop was over", now);
        }
    }

    private static void close(Slot slot) {
        SocketChannel channel = slot.channel;
        slot.channel = null;
        slot.key = null;
        slot.unsent = null;
        if (channel != null) {
            closeQuietly(channel);
        }
    }

    static void closeQuietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // Nothing is lost with a connection that is given up anyway.
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
