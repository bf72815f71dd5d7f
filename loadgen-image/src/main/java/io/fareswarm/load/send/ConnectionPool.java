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

import io.fareswarm.load.measure.AddressIndex;
import io.fareswarm.load.traffic.RequestBuffer;

/// Pool of the connections of one send loop to its target, with or without TLS, and their selector. It opens, writes,
/// reads and closes connections, and does not depend on HTTP. For one thread, except [Selector#wakeup()] on its
/// selector.
public final class ConnectionPool implements AutoCloseable {
    /// Maximum number of bytes that are read from a connection in one turn of the loop, so that a long body does not
    /// delay other connections.
    static final int READ_BYTES = 64 * 1024;

    private static final int WRITE_BYTES = 16 * 1024;

    private static final long LEAD = 1_500_000_000L;

    private final Selector selector;
    private final Endpoints endpoints;
    private final @Nullable TlsClient tls;
    private final boolean perRequest;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes;
    private ByteBuffer writing = ByteBuffer.allocateDirect(WRITE_BYTES);
    /// Whether a connection to the target has ever been open.
    private boolean reached;

    /// A pool with connections to one address.
    public ConnectionPool(InetSocketAddress target, @Nullable TlsClient tls, boolean perRequest) throws IOException {
        this(AddressLookup.fixed(target), new AddressIndex(), 0, tls, perRequest);
    }

    /// @param lookup the target's addresses; the pool closes it
    /// @param index numbers of the addresses in reports
    /// @param offset number of the address of the first connection; counted around
    /// @param tls TLS settings; null for connections without TLS
    /// @param perRequest whether a connection is closed after its first response
    /// @throws IOException if the system cannot create a selector
    public ConnectionPool(AddressLookup lookup, AddressIndex index, int offset, @Nullable TlsClient tls,
            boolean perRequest) throws IOException {
        endpoints = new Endpoints(lookup, index, offset);
        this.tls = tls;
        this.perRequest = perRequest;
        bytes = tls == null ? new byte[READ_BYTES] : tls.plainBytes;
        selector = Selector.open();
    }

    /// The selector for the connections that are ready. The attachment of each key is its [ConnectionSlot].
    Selector selector() {
        return selector;
    }

    /// The buffer into which each read puts its bytes.
    byte[] bytes() {
        return bytes;
    }

    /// The target's addresses.
    Endpoints endpoints() {
        return endpoints;
    }

    /// Takes over the addresses of the last resolution, and closes the connections without a request that move to other ones.
    void refresh() {
        if (endpoints.refresh()) {
            for (SelectionKey key : selector.keys()) {
                ConnectionSlot slot = (ConnectionSlot) key.attachment();
                if (slot.state == ConnectionSlot.State.IDLE && Endpoints.moves(slot)) {
                    close(slot);
                }
            }
        }
    }

    /// Whether the slot's connection may have another request after a complete response.
    boolean reuses(ConnectionSlot slot) {
        return !perRequest && !Endpoints.moves(slot);
    }

    /// How long before its first request a connection should be opened, in nanoseconds; 0 if the request should open it. A
    /// handshake takes CPU time of this worker, which should not count as the target's. If each request has a connection of its own,
    /// the handshake is part of what is measured.
    long lead() {
        return tls == null || perRequest ? 0 : LEAD;
    }

    /// Begins to connect. Returns whether the slot can already send.
    ///
    /// @throws ConnectionsExhausted if this machine has no free socket or port for the connection
    boolean connect(ConnectionSlot slot) throws IOException {
        Endpoint endpoint = endpoints.forConnection(slot);
        SocketChannel channel = open();
        slot.channel = channel;
        slot.endpoint = endpoint;
        slot.address = endpoint.number;
        endpoint.connections++;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            boolean connected = channel.connect(endpoint.address);
            slot.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, slot);
            return connected && secure(slot);
        } catch (BindException e) {
            // The target was reached before, so the bind can only fail because no port is free.
            if (reached) {
                throw ConnectionsExhausted.ports(e);
            }
            throw e;
        } catch (UnresolvedAddressException | UnsupportedAddressTypeException e) {
            throw new IOException("this machine cannot connect to " + endpoint.address, e);
        }
    }

    /// Continues to connect, with the operations for which the key is ready. Returns whether the slot can send.
    boolean proceed(ConnectionSlot slot, SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            Objects.requireNonNull(slot.channel).finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            return secure(slot);
        }
        TlsConnection connection = Objects.requireNonNull(slot.tls);
        if (key.isWritable()) {
            sendRest(slot);
        }
        return key.isReadable() ? connection.handshake(Objects.requireNonNull(slot.channel)) : connection.isOpen();
    }

    private static SocketChannel open() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw ConnectionsExhausted.sockets(e);
        }
    }

    private boolean secure(ConnectionSlot slot) throws IOException {
        reached = true;
        if (tls == null) {
            return true;
        }
        slot.tls = tls.open(encrypted -> write(slot, encrypted));
        slot.tls.begin();
        return false;
    }

    /// Sends a request. The slot stores the bytes that the socket does not accept yet, and [#sendRest] sends them
    /// later.
    void send(ConnectionSlot slot, RequestBuffer request) throws IOException {
        if (writing.capacity() < request.length()) {
            writing = ByteBuffer.allocateDirect(request.length() * 2);
        }
        writing.clear();
        request.putInto(writing);
        writing.flip();
        if (slot.tls == null) {
            write(slot, writing);
        } else {
            slot.tls.send(writing);
        }
    }

    private static void write(ConnectionSlot slot, ByteBuffer bytes) throws IOException {
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

    /// Sends the bytes that the socket did not accept before.
    void sendRest(ConnectionSlot slot) throws IOException {
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

    /// Reads into [#bytes()]. Returns the number of bytes; 0 if none has arrived, -1 at the end of the connection.
    int read(ConnectionSlot slot, SocketChannel channel) throws IOException {
        if (slot.tls != null) {
            return slot.tls.receive(channel);
        }
        reading.clear();
        int length = channel.read(reading);
        if (length > 0) {
            reading.get(0, bytes, 0, length);
        }
        return length;
    }

    /// Closes the slot's connection if there is one.
    static void close(ConnectionSlot slot) {
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
            if (slot.endpoint != null) {
                slot.endpoint.connections--;
                slot.moves |= slot.endpoint.isGone;
            }
        }
        slot.endpoint = null;
    }

    /// Closes all connections and the selector.
    @Override
    public void close() {
        endpoints.close();
        selector.keys().forEach(key -> closeQuietly(key.channel()));
        closeQuietly(selector);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // No data can be lost, because no request is on the connection.
        }
    }
}
