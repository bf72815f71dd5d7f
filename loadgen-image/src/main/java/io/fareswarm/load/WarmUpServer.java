package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Minimal HTTP server on the loopback interface, for the warm-up of the send loop. It sends a response after each
/// read, even if it has read only a part of a request. It has one thread, which ends when the server is closed.
final class WarmUpServer implements AutoCloseable {
    private static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nServer: warm-up\r\nContent-Type: application/json\r\n"
            + "Content-Length: 14\r\nConnection: keep-alive\r\n\r\n{\"price\":12.5}")
            .getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final ByteBuffer response = ByteBuffer.allocateDirect(RESPONSE.length).put(RESPONSE);
    private final ByteBuffer ignored = ByteBuffer.allocateDirect(4096);

    WarmUpServer() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().name("warm-up").daemon().start(this::serve);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException e) {
            // The server is closed, because the warm-up is over.
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = listening.accept();
                if (channel != null) {
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                }
            } else if (((SocketChannel) key.channel()).read(ignored.clear()) < 0) {
                key.channel().close();
            } else {
                ((SocketChannel) key.channel()).write(response.flip());
                response.limit(RESPONSE.length);
            }
        } catch (IOException | CancelledKeyException e) {
            key.cancel(); // the other end, or the end of the warm-up, has closed the channel
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
