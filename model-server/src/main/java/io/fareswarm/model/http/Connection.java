package io.fareswarm.model.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/// One client's connection: reads requests, answers them in order, and reads no more while a client takes no answers.
final class Connection {
    /// Answers that pipelined requests may make before they are sent.
    private static final int MOST_OUTPUT = 64 << 10;
    /// How long a client has to take the last answer and close, before what it still sends would cut that answer off.
    private static final long LINGER = 2_000_000_000L;

    private enum State {
        OPEN, LAST, LINGERING
    }

    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestReader reader;
    private State state = State.OPEN;
    private @Nullable ByteBuffer unsent;
    private int heldByUnsent;
    private boolean ended;
    /// Whether requests that have come wait for the next turn.
    private boolean goesOn;
    private boolean goOnSent;
    private boolean within;
    private long deadline;

    Connection(Loop loop, SocketChannel channel, SelectionKey key) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.reader = loop.reader();
        deadline = System.nanoTime() + loop.limits().idle().toNanos();
    }

    /// Does what the channel is ready for.
    void ready() {
        try {
            if (unsent != null && !flush(unsent)) {
                return;
            }
            if (state == State.LINGERING) {
                discard();
            } else if (key.isValid() && key.isReadable()) {
                read();
            } else {
                answer(); // the requests that waited for the client to take its answers
            }
        } catch (IOException e) {
            close(); // the client is gone
        } catch (Throwable e) {
            fail(e);
        }
    }

    /// Ends this connection, and no other, for a fault of ours, even one that leaves no memory or no stack.
    private void fail(Throwable fault) {
        close();
        log("a connection failed", fault);
    }

    private static void log(String message, Throwable fault) {
        try {
            System.getLogger(Connection.class.getName()).log(Level.ERROR, message, fault);
        } catch (Throwable _) {
            // What cannot be told must not end the thread.
        }
    }

    /// As reading, once a turn: who sends without end keeps no other connection waiting.
    private void discard() throws IOException {
        if (channel.read(loop.input().clear()) < 0) {
            close();
        }
    }

    private void read() throws IOException {
        int count = channel.read(loop.input().clear());
        if (count < 0) {
            ended = true; // of its requests: it may still take answers
        }
        try {
            if (count > 0) {
                reader.feed(loop.input().array(), count);
            }
        } catch (Refusal refusal) {
            refuse(refusal);
        }
        answer();
    }

    private void answer() throws IOException {
        boolean more = answerSome();
        if (loop.output().length() > 0 && !flush(loop.output().take())) {
            return;
        }
        if (more && state == State.OPEN) {
            key.interestOps(SelectionKey.OP_WRITE); // the others' turn comes first
            goesOn = true;
            return;
        }
        if (ended) {
            close();
        } else if (goesOn) {
            key.interestOps(SelectionKey.OP_READ);
            goesOn = false;
        }
    }

    /// Answers what has come whole, up to a bound; whether it stopped there.
    private boolean answerSome() {
        Output output = loop.output();
        boolean full = false;
        try {
            Request request = null;
            while (state == State.OPEN && !full && (request = reader.next()) != null) {
                goOnSent = false;
                within = false;
                boolean last = request.head().last() || loop.stopping();
                output.add(handle(request), last, request.method().equals("HEAD"));
                if (last) {
                    state = State.LAST;
                }
                full = output.length() >= MOST_OUTPUT;
            }
            if (state == State.OPEN) {
                if (!full && !goOnSent && reader.awaitsGo()) {
                    goOnSent = true;
                    output.goOn();
                }
                reader.keep();
            }
        } catch (Refusal refusal) {
            refuse(refusal);
        }
        if (state != State.OPEN) {
            reader.release();
        }
        watch();
        return full;
    }

    private Answer handle(Request request) {
        try {
            return loop.handler().answer(request);
        } catch (Throwable e) { // an error too: its thread serves others
            log("a request failed", e);
            loop.handler().refused(request.method(), request.path(), 500);
            return Answer.detail(500, "Internal Server Error");
        }
    }

    private void refuse(Refusal refusal) {
        Head head = reader.head();
        loop.handler().refused(head == null ? "" : head.method(), head == null ? "" : head.path(),
                refusal.answer().status());
        loop.output().add(refusal.answer(), true, head != null && head.method().equals("HEAD"));
        state = State.LAST;
    }

    /// Sets the time by which the client must go on.
    private void watch() {
        long now = System.nanoTime();
        boolean begun = reader.within();
        if (state != State.OPEN || (begun && !within)) {
            deadline = now + loop.limits().request().toNanos();
        } else if (!begun) {
            deadline = now + loop.limits().idle().toNanos();
        }
        within = begun;
    }

    /// Sends; whether all is sent. What is not is kept.
    private boolean flush(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            if (unsent == null) {
                if (!loop.budget().tryTake(bytes.remaining())) {
                    close(); // there is no room for what this client does not take
                    return false;
                }
                heldByUnsent = bytes.remaining();
                unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                deadline = System.nanoTime() + loop.limits().request().toNanos();
                key.interestOps(SelectionKey.OP_WRITE);
            }
            return false;
        }
        if (unsent != null) {
            releaseUnsent();
            key.interestOps(SelectionKey.OP_READ);
        }
        if (state == State.LAST) {
            state = State.LINGERING;
            deadline = System.nanoTime() + LINGER;
            channel.shutdownOutput();
        }
        return true;
    }

    private void releaseUnsent() {
        unsent = null;
        loop.budget().giveBack(heldByUnsent);
        heldByUnsent = 0;
    }

    /// Refuses a connection for which there is no room.
    void turnAway() {
        try {
            refuse(Refusal.of(503));
            flush(loop.output().take());
        } catch (IOException e) {
            close();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /// Ends the connection when its client took too long.
    void check(long now) {
        if (now - deadline < 0) {
            return;
        }
        if (state == State.OPEN && within && unsent == null) {
            try {
                refuse(Refusal.of(408));
                reader.release();
                flush(loop.output().take());
            } catch (IOException e) {
                close();
            } catch (Throwable e) {
                fail(e);
            }
        } else {
            close();
        }
    }

    void close() {
        loop.output().drop();
        reader.release();
        releaseUnsent();
        loop.forget(key);
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
