package io.fareswarm.load.send;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.UserSchedule;

/// One connection, if it is open, and the one request on it, if there is one. There is a slot for each user of the closed
/// model, and for each request in flight of the open model. It is small, since a worker may have tens of thousands: the
/// read and write buffers are shared. Times are nanoseconds from the start barrier.
final class ConnectionSlot {
    /// What the connection is doing.
    enum State {
        /// No request. The connection, if there is one, stays open for the next.
        IDLE,
        /// A request waits for its connection.
        CONNECTING,
        /// A request is sent or being sent.
        AWAITING
    }

    /// Null in the open model.
    final @Nullable UserSchedule user;
    final ResponseParser response = new ResponseParser();

    State state = State.IDLE;
    @Nullable
    SocketChannel channel;
    @Nullable
    SelectionKey key;
    /// Null on a plain connection, and without one.
    @Nullable
    TlsConnection tls;
    /// What the socket has not taken yet of the request; null nearly always.
    byte @Nullable [] unsent;
    int unsentFrom;
    /// A response has come on this connection before, so the server may close it as idle at any time.
    boolean reused;

    // The request: its key in the RequestGenerator, and its times.
    long source;
    long number;
    int task;
    long due;
    /// When its user was free for it; `due` in the open model.
    long free;
    long sent = Recorder.NEVER;
    /// When it fails without a complete response.
    long deadline;
    /// It has met a closed connection once and is sent again.
    boolean retried;

    // The response.
    long bytesReceived;
    /// Its body, for a check; null when there is none.
    @Nullable
    CapturedBody body;
    /// Its first bytes, for an example of a failure; null nearly always.
    byte @Nullable [] beginning;

    // Neighbours in the Deadlines while the slot has a request.
    @Nullable
    ConnectionSlot earlier;
    @Nullable
    ConnectionSlot later;

    ConnectionSlot(@Nullable UserSchedule user) {
        this.user = user;
    }
}
