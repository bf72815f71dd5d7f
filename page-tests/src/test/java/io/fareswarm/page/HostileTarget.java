package io.fareswarm.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A target on this machine whose responses are bytes that no HTTP library sends: one kind for each path. It ends with [#close].
final class HostileTarget implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> responses;

    /// @param responses the whole response of each path
    HostileTarget(Map<String, String> responses) throws IOException {
        this.responses = responses;
        Thread.ofVirtual().start(this::accept);
    }

    /// Its base URL.
    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> respond(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /// Responds to one request, and closes the connection.
    private void respond(Socket connection) {
        try (Socket socket = connection) {
            String path = head(socket.getInputStream()).split(" ", 3)[1];
            socket.getOutputStream().write(responses.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The worker has read enough.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("expected a request, found the end of the connection");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
