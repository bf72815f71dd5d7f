package io.fareswarm.load.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/// TLS on one connection. The send thread does the handshake when bytes arrive. The handshake's time is part of the latency of
/// a request that waits for the connection, and of the loop's turn.
final class TlsConnection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NONE = {};

    private final TlsClient shared;
    private final SSLEngine engine;
    private final ByteSink output;
    /// The beginning of a record whose rest has not arrived.
    private byte[] begun = NONE;
    private boolean closed;

    /// Receiver of encrypted bytes to send.
    interface ByteSink {
        void send(ByteBuffer bytes) throws IOException;
    }

    TlsConnection(TlsClient shared, SSLEngine engine, ByteSink output) {
        this.shared = shared;
        this.engine = engine;
        this.output = output;
    }

    /// Begins the handshake.
    void begin() throws IOException {
        engine.beginHandshake();
        advance(NOTHING, shared.plain.clear());
    }

    /// Whether the handshake is over.
    boolean isOpen() {
        return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING && !closed;
    }

    /// Whether the peer announced the end of its data. An end that is not announced may come from an attacker.
    boolean isClosed() {
        return closed;
    }

    /// Continues the handshake. Returns whether it is complete.
    boolean handshake(SocketChannel channel) throws IOException {
        if (receive(channel) < 0) {
            throw new SSLException("connection closed in the TLS handshake");
        }
        return isOpen();
    }

    /// Reads and decrypts. Returns the number of decrypted bytes; 0 if none has arrived, -1 at the end.
    int receive(SocketChannel channel) throws IOException {
        ByteBuffer received = shared.received.clear().put(begun);
        int length = channel.read(received);
        received.flip();
        ByteBuffer plain = shared.plain.clear();
        try {
            advance(received, plain);
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        begun = received.hasRemaining() ? new byte[received.remaining()] : NONE;
        received.get(begun);
        if (plain.position() > 0) {
            return plain.position();
        }
        return length < 0 || closed ? -1 : 0;
    }

    /// Encrypts and sends.
    void send(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            if (wrap(plain) == SSLEngineResult.Status.CLOSED) {
                throw new IOException("connection closed");
            }
        }
    }

    private void advance(ByteBuffer received, ByteBuffer plain) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> {
                    if (wrap(NOTHING) == SSLEngineResult.Status.CLOSED) {
                        return;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                    if (!received.hasRemaining() || closed) {
                        return;
                    }
                    switch (engine.unwrap(received, plain).getStatus()) {
                        case BUFFER_UNDERFLOW -> {
                            return;
                        }
                        case BUFFER_OVERFLOW ->
                            throw new SSLException("expected a record as long as TLS allows, found a longer one");
                        case CLOSED -> closed = true;
                        case OK -> {
                            // The engine may have more bytes to unwrap.
                        }
                    }
                }
            }
        }
    }

    private SSLEngineResult.Status wrap(ByteBuffer plain) throws IOException {
        SSLEngineResult.Status status = engine.wrap(plain, shared.record.clear()).getStatus();
        shared.record.flip();
        if (shared.record.hasRemaining()) {
            output.send(shared.record);
        }
        return status;
    }

    /// Sends the alert that the TLS engine has produced.
    private void sendAlert() {
        try {
            wrap(NOTHING);
        } catch (IOException e) {
            // The alert need not arrive: the connection closes in any case.
        }
    }

    /// Announces the end to the peer.
    void close() {
        engine.closeOutbound();
        sendAlert();
    }
}
