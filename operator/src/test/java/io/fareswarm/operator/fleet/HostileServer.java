package io.fareswarm.operator.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// TCP server on loopback that responds to every call as one kind of hostile worker does. It never ends by itself.
final class HostileServer implements AutoCloseable {
    private static final byte[] CHUNK = " ".repeat(1 << 14).getBytes(ISO_8859_1);
    private static final String STATUS = "{\"status\":{\"state\":\"Running\"},\"intervals\":[";
    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    final AtomicInteger calls = new AtomicInteger();
    private final Kind kind;
    private final ServerSocket server;

    /// What a hostile worker sends.
    enum Kind {
        HUGE_BODY, ENDLESS_CHUNKS, ENDLESS_UNTIL_CLOSED, GZIP, REDIRECT, WRONG_TYPE, DEEP, LONG_TEXT, NO_NUMBER, NEGATIVE, FUTURE, MANY_STATUSES, MANY_FIELDS, UNKNOWN_TASK, NULL,
        /// Three of them in a row are too many.
        SLOW_BYTES,
        /// These are failed calls, as those of a worker that does not respond.
        SLOW_HEADERS, ENDLESS_HEADERS, ENDLESS_CONTINUES, CUT_OFF, NO_HTTP, CLOSED, HUGE_REJECTION, SILENT,
        /// Permitted, with as much as possible, and without the first second: [LargestReport].
        LARGEST;

        /// Part of the reason for the quarantine after the first call; empty if that call has only failed.
        String reason() {
            return switch (this) {
                case HUGE_BODY -> "expected a response of at most 2097152 bytes, found 66060288";
                case ENDLESS_CHUNKS, ENDLESS_UNTIL_CLOSED ->
                    "expected a size as Content-Length of a response, found []";
                case GZIP -> "expected a response without an encoding, found one";
                case REDIRECT -> "expected a response with status 200, found 302";
                case WRONG_TYPE -> "expected application/json as Content-Type of a response, found [text/html]";
                case DEEP, LONG_TEXT, NO_NUMBER, MANY_FIELDS -> "expected a Report as JSON, found: ";
                case NEGATIVE -> "found -1";
                case FUTURE -> "expected seconds up to 60, which can be over, found second 5000";
                case MANY_STATUSES -> "statuses: expected at most 500, found 5000";
                case UNKNOWN_TASK -> "expected a task of [get], found 'another'";
                case NULL -> "expected a Report as JSON, found null";
                case SLOW_BYTES, SLOW_HEADERS, ENDLESS_HEADERS, ENDLESS_CONTINUES, CUT_OFF, NO_HTTP, CLOSED,
                        HUGE_REJECTION, SILENT, LARGEST ->
                    "";
            };
        }
    }

    HostileServer(Kind kind) throws IOException {
        this.kind = kind;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            while (request(in)) {
                calls.incrementAndGet();
                respond(socket, out);
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    private static boolean request(BufferedReader in) throws IOException {
        String line = in.readLine();
        boolean found = line != null;
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        return found;
    }

    private void respond(Socket socket, OutputStream out) throws IOException {
        switch (kind) {
            case HUGE_BODY -> {
                write(out, JSON + "Content-Length: 66060288\r\n\r\n" + STATUS);
                endless(out, "");
            }
            case ENDLESS_CHUNKS -> {
                write(out, JSON + "Transfer-Encoding: chunked\r\n\r\n");
                endless(out, "4000\r\n");
            }
            case ENDLESS_UNTIL_CLOSED -> {
                write(out, JSON + "Connection: close\r\n\r\n" + STATUS);
                endless(out, "");
            }
            case SLOW_BYTES -> {
                write(out, JSON + "Content-Length: 2000000\r\n\r\n");
                slowly(socket, out, " ");
            }
            case SLOW_HEADERS -> {
                write(out, "HTTP/1.1 200 OK\r\n");
                slowly(socket, out, "X: y\r\n");
            }
            case ENDLESS_HEADERS -> {
                write(out, "HTTP/1.1 200 OK\r\n");
                endless(out, "X: ");
            }
            case ENDLESS_CONTINUES -> {
                while (true) {
                    write(out, "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n");
                }
            }
            case GZIP -> write(out, JSON + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
            case REDIRECT ->
                write(out, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
            case WRONG_TYPE -> write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}");
            case DEEP -> json(out, "[".repeat(1_500_000));
            case LONG_TEXT -> json(out, STATUS + "],\"x\":\"" + "x".repeat(1_500_000) + "\"}");
            case NO_NUMBER -> json(out, STATUS + "],\"elapsedMicros\":NaN}");
            case NEGATIVE -> json(out, STATUS + "],\"elapsedMicros\":-1}");
            case FUTURE -> json(out, STATUS + interval(5000, "", "") + "]}");
            case MANY_STATUSES -> json(out, STATUS + interval(0, FakeWorker.TASK, many(5_000)) + "]}");
            case MANY_FIELDS -> json(out, "{" + many(200_000) + "}");
            case UNKNOWN_TASK -> json(out, STATUS + interval(0, "another", "") + "]}");
            case NULL -> json(out, "null");
            case LARGEST -> json(out, LargestReport.after((calls.get() - 1L) * LargestReport.SECONDS));
            case CUT_OFF -> {
                write(out, JSON + "Content-Length: 2000\r\n\r\n" + STATUS);
                socket.close();
            }
            case NO_HTTP -> write(out, "hello\r\n\r\n");
            case CLOSED -> socket.close();
            case HUGE_REJECTION -> {
                write(out,
                        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 66060288\r\n\r\n");
                endless(out, "");
            }
            case SILENT -> {
                // The client closes the connection.
            }
        }
    }

    /// An interval of one task, or of none if the name is empty.
    static String interval(long second, String task, String statuses) {
        String time = "{\"count\":0,\"sumMicros\":0,\"minMicros\":0,\"maxMicros\":0,\"histogram\":\"\"}";
        String tasks = task.isEmpty()
                ? ""
                : "{\"task\":\"%s\",\"counts\":{\"statuses\":{%s},\"goodWithin\":{}},\"drain\":{},\"latency\":%s,\"serviceTime\":%s}"
                        .formatted(task, statuses, time, time);
        return "{\"span\":{\"first\":%d,\"seconds\":1,\"phase\":\"drain\"},\"stalls\":%s,\"tasks\":[%s],\"errors\":[]}"
                .formatted(second, time, tasks);
    }

    private static String many(int fields) {
        StringBuilder text = new StringBuilder();
        for (int field = 0; field < fields; field++) {
            text.append(field == 0 ? "\"" : ",\"").append(Integer.toString(field, 36)).append("\":0");
        }
        return text.toString();
    }

    private static void json(OutputStream out, String body) throws IOException {
        write(out, JSON + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void endless(OutputStream out, String before) throws IOException {
        while (true) {
            write(out, before);
            out.write(CHUNK);
            write(out, before.isEmpty() ? "" : "\r\n");
        }
    }

    /// A part every 20 ms.
    private static void slowly(Socket socket, OutputStream out, String part) throws IOException {
        socket.setSoTimeout(20);
        while (true) {
            write(out, part);
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException e) {
                // The next part is due.
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
