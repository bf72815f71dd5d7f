package io.fareswarm.load.send;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.traffic.RequestBuffer;

/// The connections of one send loop, plain or under TLS: opens, writes, reads and closes them. It knows nothing of HTTP.
final class ConnectionPool {
    /// Read at once, and per turn and connection at most: a long body cannot keep the loop from the others.
    static final int READ_BYTES = 64 * 1024;

    private static final int WRITE_BYTES = 16 * 1024;

    private final Selector selector;
    private final InetSocketAddress target;
    private final @Nullable TlsClient tls;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] read;
    private ByteBuffer writing = ByteBuffer.allocateDirect(WRITE_BYTES);
    /// A connection has stood before.
    private boolean reached;

    /// @param tls null for plain connections
    ConnectionPool(Selector selector, InetSocketAddress target, @Nullable TlsClient tls) {
        this.selector = selector;
        this.target = target;
        this.tls = tls;
        read = tls == null ? new byte[READ_BYTES] : tls.plainBytes();
    }

    /// Where the last read put what it read.
    byte[] bytes() {
        return read;
    }

    /// Begins to connect. Returns whether the slot can be sent on already.
    ///
    /// @throws Exhausted when this machine has no socket or no port left for it
    boolean connect(Slot slot) throws IOException {
        SocketChannel channel = open();
        slot.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            boolean connected = channel.connect(target);
            slot.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, slot);
            return connected && secure(slot);
        } catch (BindException e) {
            // To a target that was reached before, all that lacks is a port.
            if (reached) {
                throw ConnectionsExhausted.ports(e);
            }
            throw e;
        } catch (UnresolvedAddressException | UnsupportedAddressTypeException e) {
            throw new IOException("this machine cannot connect to " + target, e);
        }
    }

    /// Goes on connecting, as far as the key is ready for it. Returns whether the slot can be sent on.
    boolean proceed(Slot slot, SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            Objects.requireNonNull(slot.channel).finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            return secure(slot);
        }
        TlsConnection link = Objects.requireNonNull(slot.tls);
        if (key.isWritable()) {
            sendRest(slot);
        }
        return key.isReadable() ? link.shake(Objects.requireNonNull(slot.channel)) : link.isOpen();
    }

    private static SocketChannel open() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw ConnectionsExhausted.sockets(e);
        }
    }

    private boolean secure(Slot slot) throws IOException {
        reached = true;
        if (tls == null) {
            return true;
        }
        slot.tls = tls.open(bytes -> put(slot, bytes));
        slot.tls.begin();
        return false;
    }

    /// Sends a whole request, as far as the socket takes it.
    void send(Slot slot, RequestBuffer request) throws IOException {
        if (writing.capacity() < request.length()) {
            writing = ByteBuffer.allocateDirect(request.length() * 2);
        }
        writing.clear();
        request.putInto(writing);
        writing.flip();
        if (slot.tls == null) {
            put(slot, writing);
        } else {
            slot.tls.send(writing);
        }
    }

    private static void put(Slot slot, ByteBuffer bytes) throws IOException {
        byte[] before = slot.unsent;
        if (before == null) {
            Objects.requireNonNull(slot.channel).write(bytes);
            if (!bytes.hasRemaining()) {
                return;
            }
            slot.unsent = new byte[bytes.remaining()];
            bytes.get(slot.unsent);
            Objects.requireNonNull(slot.key).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else {
            slot.unsent = Arrays.copyOfRange(before, slot.unsentFrom, before.length + bytes.remaining());
            bytes.get(slot.unsent, before.length - slot.unsentFrom, bytes.remaining());
        }
        slot.unsentFrom = 0;
    }

    /// Sends what the socket did not take before.
    void sendRest(Slot slot) throws IOException {
        byte[] unsent = slot.unsent;
        if (unsent == null) {
            return;
        }
        slot.unsentFrom += Objects.requireNonNull(slot.channel)
                .write(ByteBuffer.wrap(unsent, slot.unsentFrom, unsent.length - slot.unsentFrom));
        if (slot.unsentFrom == unsent.length) {
            slot.unsent = null;
            Objects.requireNonNull(slot.key).interestOps(SelectionKey.OP_READ);
        }
    }

    /// Reads what there is. Returns how many [#bytes()] it is; 0 when there is nothing yet, -1 at the connection's end.
    int read(Slot slot, SocketChannel channel) throws IOException {
        if (slot.tls != null) {
            return slot.tls.receive(channel);
        }
        reading.clear();
        int length = channel.read(reading);
        if (length > 0) {
            reading.get(0, read, 0, length);
        }
        return length;
    }

    /// Gives up the slot's connection, if it has one.
    static void close(Slot slot) {
        SocketChannel channel = slot.channel;
        if (slot.tls != null && slot.unsent == null) {
            slot.tls.close();
        }
        slot.tls = null;
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
}
