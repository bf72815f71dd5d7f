package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Minimal HTTP server on the loopback interface, for the warm-up of the send loop. It sends a response after each
/// read, even if it has read only a part of a request. Each connection has a virtual thread, which ends with it.
final class WarmUpServer implements AutoCloseable {
    private static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nServer: warm-up\r\nContent-Type: application/json\r\n"
            + "Content-Length: 14\r\nConnection: keep-alive\r\n\r\n{\"price\":12.5}")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

    WarmUpServer() throws IOException {
        Thread.ofPlatform().name("warm-up").daemon().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                Thread.ofVirtual().start(() -> respond(connection));
            }
        } catch (IOException e) {
            // The server is closed, because the warm-up is over.
        }
    }

    private static void respond(Socket connection) {
        try (connection) {
            byte[] ignored = new byte[4096];
            while (connection.getInputStream().read(ignored) >= 0) {
                connection.getOutputStream().write(RESPONSE);
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
