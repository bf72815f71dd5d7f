package io.fareswarm.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport.Kind;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A server that reacts to requests in all the ways in which a server can, one after the other. It counts what a client
/// must report, independently of the client.
final class GoldenServer implements AutoCloseable {
    private static final String BODY = "{\"price\":12.5}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n" + BODY;

    /// The reaction to a request.
    enum Reaction {
        RESPOND(OK), EMPTY("HTTP/1.1 204 No Content\r\n\r\n"), NOT_MODIFIED(
                "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"),
        /// Responds 20 ms late.
        DELAY(OK),
        /// Sends the response byte by byte.
        DRIP(OK), CHUNKS(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"price\r\n7\r\n\":12.5}\r\n0\r\n\r\n"), GZIP(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + gzip().length() + "\r\n\r\n"
                                + gzip()), GZIP_CHUNK(
                                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                + Integer.toHexString(gzip().length()) + "\r\n" + gzip()
                                                + "\r\n0\r\n\r\n"), INTERIM(
                                                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK),
        /// Redirects. A client must not follow the redirect.
        REDIRECT("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), MISSING(
                "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"), UNAVAILABLE(
                        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"),
        /// Announces that it closes the connection, and closes it.
        LAST("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 14\r\n\r\n" + BODY),
        /// Closes the connection after the response without announcing it.
        CLOSE_AFTER(OK), UNTIL_CLOSE("HTTP/1.1 200 OK\r\n\r\n" + BODY),
        /// Closes its half of the connection after a complete response, and continues to read.
        HALF_CLOSE("HTTP/1.1 200 OK\r\n\r\n" + BODY),
        /// Sends a body that is longer than its Content-Length.
        TOO_LONG("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + BODY),
        /// Sends a body that is shorter than its Content-Length, and closes the connection.
        TOO_SHORT("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + BODY, Kind.closed),
        /// Sends a body that is shorter than its Content-Length, and closes its half of the connection.
        HALF_RESPONSE("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + BODY, Kind.closed), HALF_CHUNK(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"pri",
                Kind.closed), RESET("", Kind.closed), CLOSE(
                        "", Kind.closed), RESET_MIDWAY("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n",
                                Kind.closed), GARBAGE("SSH-2.0-OpenSSH_9.2\r\n", Kind.broken), TWO_LENGTHS(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n..",
                                        Kind.broken),
        /// Sends half a response, and then nothing until the client closes.
        STALL("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n", Kind.timeout);

        final String bytes;
        /// The error that a client reports; null for a complete response.
        final @Nullable Kind kind;

        Reaction(String bytes) {
            this(bytes, null);
        }

        Reaction(String bytes, @Nullable Kind kind) {
            this.bytes = bytes;
            this.kind = kind;
        }

        /// The status of the final response.
        String status() {
            int at = bytes.lastIndexOf("HTTP/1.1 ");
            return bytes.substring(at + 9, at + 12);
        }

        private static String gzip() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
                packed.write(BODY.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return out.toString(ISO_8859_1);
        }
    }

    private final List<Reaction> pattern;
    private final Map<Reaction, Long> reactions = new EnumMap<>(Reaction.class);
    private final ScriptedServer server;
    private long number;
    /// Reactions to requests whose reused connection was closed without a response. If a client notices the close at
    /// once, it sends the request again, and the first attempt is not a sample. If it notices the close late, it does
    /// not send it again, and the attempt is a sample.
    private final Map<String, Reaction> closed = new HashMap<>();
    private long repeated;
    private long bytes;

    /// @param pattern reactions to the requests in the order of their arrival, repeated
    GoldenServer(List<Reaction> pattern) throws IOException {
        this(pattern, new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
    }

    /// Creates a server on another socket, which may use TLS.
    GoldenServer(List<Reaction> pattern, ServerSocket listening) {
        this.pattern = pattern;
        server = new ScriptedServer(listening, this::serve);
    }

    int port() {
        return server.port();
    }

    int connections() {
        return server.connections();
    }

    private void serve(ScriptedServer.Connection connection) throws IOException, InterruptedException {
        boolean used = false;
        for (String request = connection.read(); request != null; request = connection.read()) {
            Reaction reaction = count(request, used);
            used = true;
            switch (reaction) {
                case DELAY -> {
                    Thread.sleep(20);
                    connection.write(reaction.bytes);
                }
                case DRIP -> {
                    for (int at = 0; at < reaction.bytes.length(); at++) {
                        connection.write(reaction.bytes.substring(at, at + 1));
                    }
                }
                case HALF_CLOSE, HALF_RESPONSE -> {
                    connection.write(reaction.bytes);
                    connection.endOutput();
                    connection.read(); // until the client closes its half
                }
                case STALL -> {
                    connection.write(reaction.bytes);
                    connection.read(); // until the client closes
                }
                case RESET -> connection.reset();
                case RESET_MIDWAY -> {
                    connection.write(reaction.bytes);
                    connection.reset();
                }
                default -> connection.write(reaction.bytes);
            }
            if ((reaction.kind != null && reaction.kind != Kind.broken) || ends(reaction)) {
                return;
            }
        }
    }

    private static boolean ends(Reaction reaction) {
        return switch (reaction) {
            case LAST, CLOSE_AFTER, UNTIL_CLOSE, HALF_CLOSE -> true;
            default -> false;
        };
    }

    private synchronized Reaction count(String request, boolean used) {
        Reaction before = closed.remove(request);
        if (before != null) {
            repeated++;
            reactions.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1);
        }
        Reaction reaction = pattern.get((int) (number++ % pattern.size()));
        reactions.merge(reaction, 1L, Long::sum);
        if (used && (reaction == Reaction.RESET || reaction == Reaction.CLOSE)) {
            closed.put(request, reaction);
        }
        bytes += reaction.bytes.length();
        return reaction;
    }

    /// Number of requests that the server has read.
    synchronized long requests() {
        return number;
    }

    /// Number of requests that a client must count.
    synchronized long samples() {
        return number - repeated;
    }

    /// Number of samples that ended with a reaction.
    synchronized long done(Reaction reaction) {
        return reactions.getOrDefault(reaction, 0L);
    }

    /// Number of complete responses by status, as a client must count them.
    synchronized Map<String, Long> statuses() {
        Map<String, Long> statuses = new TreeMap<>();
        reactions.forEach((reaction, count) -> {
            if (reaction.kind == null) {
                statuses.merge(reaction.status(), count, Long::sum);
            }
        });
        return statuses;
    }

    /// Number of requests without a complete response by kind of error, as a client must count them.
    synchronized Map<Kind, Long> incomplete() {
        Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        reactions.forEach((reaction, count) -> {
            if (reaction.kind != null) {
                kinds.merge(reaction.kind, count, Long::sum);
            }
        });
        return kinds;
    }

    /// Number of bytes of all responses, complete or not.
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
