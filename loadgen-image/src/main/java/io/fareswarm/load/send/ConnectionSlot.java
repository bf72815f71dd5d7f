package io.fareswarm.load.send;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.UserSchedule;

/// Slot for one connection and the request on it; both may be absent. There is a slot for each user of the closed
/// model, and for each request in flight of the open model. A slot is small because a worker may have tens of thousands
/// of them: all slots share the read and write buffers. Times are nanoseconds from the start barrier.
final class ConnectionSlot {
    /// State of the slot.
    enum State {
        /// There is no request. A connection stays open for the next request.
        IDLE,
        /// There is no request yet, and its connection is being opened ahead of it.
        OPENING,
        /// The request waits until its connection is open.
        CONNECTING,
        /// The request is sent, or partly sent.
        AWAITING
    }

    /// Schedule of the slot's user; null in the open model.
    final @Nullable UserSchedule user;
    final ResponseParser response = new ResponseParser();

    State state = State.IDLE;
    @Nullable
    SocketChannel channel;
    @Nullable
    SelectionKey key;
    /// The address of the connection; null without one, unless the slot's next connection must go to a certain address.
    @Nullable
    Endpoint endpoint;
    /// Whether the connection was closed so that the next one goes to another address.
    boolean moves;
    /// Number of the address of the last connection, which stays when that is closed.
    int address;
    /// TLS state; null without TLS and without a connection.
    @Nullable
    TlsConnection tls;
    /// The bytes of the request that the socket has not accepted yet; null nearly always.
    byte @Nullable [] unsent;
    int unsentFrom;
    /// Whether the connection was open before the request. The server may close an idle connection at any time.
    boolean wasIdle;

    // The request: the key of its content in the RequestGenerator, and its times.
    long source;
    long number;
    int task;
    long due;
    /// When the user was free for the request; equal to `due` in the open model.
    long free;
    long sent = Recorder.NEVER;
    /// When the request fails if it has no complete response.
    long deadline;
    /// Whether the request is sent for the second time, because the server had closed the first connection.
    boolean retried;

    // The response.
    long bytesReceived;
    /// The response's body, for a check; null if there is none.
    @Nullable
    CapturedBody body;
    /// The first bytes of the response, for an example of a failure; null nearly always.
    byte @Nullable [] beginning;

    // The outcome of the request that ended last.
    long done;
    /// Number of bytes of the response in the last read, which are still in [ConnectionPool#bytes()] when the request
    /// has just ended; 0 if it ended without a read.
    int lastRead;
    /// The failure; null for a complete response.
    @Nullable
    RequestFailure failure;

    // Neighbours of the slot in Deadlines while it has a request.
    @Nullable
    ConnectionSlot earlier;
    @Nullable
    ConnectionSlot later;

    ConnectionSlot(@Nullable UserSchedule user) {
        this.user = user;
    }

    boolean hasRequest() {
        return state == State.CONNECTING || state == State.AWAITING;
    }
}
