package io.fareswarm.model.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.helidon.webserver.WebServer;

/// Warm-up of the server: sends real requests over loopback until their code is compiled. Without it, the compiler
/// would take CPU time from the first requests of a load test.
final class WarmUp {
    private static final Duration MAX_CPU = Duration.ofMillis(1800);
    private static final int MAX_ROUNDS = 400;
    private static final int REQUESTS_PER_ROUND = 200;
    private static final String HEAD = "POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ";

    private WarmUp() {}

    /// Runs the warm-up.
    ///
    /// @param routes routes that only the warm-up uses, so that its requests are not counted
    /// @param ride a valid ride
    /// @param stop ends the warm-up early
    static void run(Routes routes, String ride, BooleanSupplier stop) throws IOException {
        Duration end = cpu().plus(MAX_CPU);
        WebServer server = ModelServer.listen(InetAddress.getLoopbackAddress().getHostAddress(), 0,
                ServerLimits.DEFAULT, routes);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] valid = request(ride);
            byte[] invalid = request(ride.replace("\"id\"", "\"di\""));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int round = 0; round < MAX_ROUNDS && cpu().compareTo(end) < 0
                    && !stop.getAsBoolean(); round++) {
                for (int i = 0; i < REQUESTS_PER_ROUND; i++) {
                    socket.getOutputStream().write(i % 8 == 7 ? invalid : valid);
                    skipResponse(in);
                }
            }
        } finally {
            server.stop();
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static byte[] request(String ride) {
        return (HEAD + ride.length() + "\r\n\r\n" + ride).getBytes(StandardCharsets.US_ASCII);
    }

    /// Skips a response by its braces. Each response body is one JSON object, and no header contains a brace.
    private static void skipResponse(InputStream in) throws IOException {
        int depth = 0;
        boolean started = false;
        while (!started || depth > 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the warm-up was cut off");
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            started |= c == '{';
        }
    }
}
