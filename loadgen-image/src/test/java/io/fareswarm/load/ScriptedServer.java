package io.fareswarm.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A server on the loopback interface that sends exactly the bytes of a test's script, and counts connections and
/// requests.
public final class ScriptedServer implements AutoCloseable {
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"price\":12.5}";

    private final ServerSocket listening;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    /// Handles one connection, which is closed afterwards.
    public interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    public ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), script);
    }

    /// Creates a server on another socket, which may use TLS.
    public ScriptedServer(ServerSocket listening, Script script) {
        this.script = script;
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    /// Creates a server that sends the same bytes in response to each request.
    public static ScriptedServer responding(String response) throws IOException {
        return new ScriptedServer(connection -> {
            while (connection.read() != null) {
                connection.write(response);
            }
        });
    }

    public int port() {
        return listening.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /// Number of complete requests that the server has read.
    public int requests() {
        return bodies.size();
    }

    public Queue<String> heads() {
        return heads;
    }

    public Queue<String> bodies() {
        return bodies;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                Connection connection = new Connection(socket, connections.getAndIncrement());
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void serve(Connection connection) {
        try (Socket socket = connection.socket) {
            script.serve(connection);
            open.remove(socket);
        } catch (IOException | InterruptedException e) {
            // closed by the worker
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /// One connection, for use by a script.
    public final class Connection {
        private final Socket socket;
        private final int number;
        private final InputStream in;

        private Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        /// The connection's socket.
        public Socket socket() {
            return socket;
        }

        /// Number of the connection, from 0.
        public int number() {
            return number;
        }

        /// Reads the next request and returns its body; null at the end of the connection.
        public @Nullable String read() throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.append((char) b);
            }
            int length = 0;
            int at = head.indexOf("Content-Length: ");
            if (at >= 0) {
                length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                return null;
            }
            String text = new String(body, ISO_8859_1);
            heads.add(head.toString());
            bodies.add(text);
            return text;
        }

        public void write(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        }

        /// Closes the server's half of the connection.
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        /// Resets the connection.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
