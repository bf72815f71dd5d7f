package io.fareswarm.load.send;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;

/// A connection and the one request on it: one for each user of the closed model, one for each request in flight of the
/// open model. Lean, since a worker may have tens of thousands: it has no buffer of its own.
final class Slot {
    /// What the connection is doing.
    enum State {
        /// No request; the connection, if there is one, is kept.
        IDLE,
        /// A request waits for its connection.
        CONNECTING,
        /// A request is sent or being sent.
        AWAITING
    }

    final ResponseParser answer = new ResponseParser();
    /// Of its user in the closed model, 0 in the open one.
    final int index;
    State state = State.IDLE;
    @Nullable
    SocketChannel channel;
    @Nullable
    SelectionKey key;
    /// Null on a plain connection, and on none.
    @Nullable
    TlsConnection tls;
    /// The answer's body, while someone wants to look into it.
    @Nullable
    CapturedBody kept;
    /// How an answer began of which there may be an example; null nearly always.
    byte @Nullable [] beginning;
    /// An answer has come on this connection before, so the server may close it as idle at any time.
    boolean reused;
    /// The request has met a closed connection once and is sent anew.
    boolean retried;
    /// What the socket did not take yet of the request; null nearly always.
    byte @Nullable [] unsent;
    int unsentFrom;

    int task;
    /// The request's key in Traffic.
    long source;
    long number;
    long due;
    long sent = Recorder.NEVER;
    long bytesReceived;
    /// When the request fails for want of a whole answer.
    long deadline;

    // Neighbours in the Deadlines that it is in while it has a request.
    @Nullable
    Slot earlier;
    @Nullable
    Slot later;

    Slot(int index) {
        this.index = index;
    }
}
