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

/// Answers real requests on loopback until the code that does so is compiled: a server that is measured from its first
/// request on should not share its one core with the compiler.
final class WarmUp {
    private static final Duration MOST_CPU = Duration.ofMillis(1800);
    private static final int MOST_ROUNDS = 400;
    private static final int ROUND = 200;
    private static final String HEAD = "POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ";

    private WarmUp() {}

    /// @param routes that nobody else asks, since what they count is lost
    /// @param ride that gets a price
    /// @param enough ends it early
    static void run(Routes routes, String ride, BooleanSupplier enough) throws IOException {
        Duration end = cpu().plus(MOST_CPU);
        WebServer server = ModelServer.listen(InetAddress.getLoopbackAddress().getHostAddress(), 0,
                ServerLimits.DEFAULT,
                routes);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] sound = request(ride);
            byte[] wrong = request(ride.replace("\"id\"", "\"di\""));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int round = 0; round < MOST_ROUNDS && cpu().compareTo(end) < 0
                    && !enough.getAsBoolean(); round++) {
                for (int i = 0; i < ROUND; i++) {
                    socket.getOutputStream().write(i % 8 == 7 ? wrong : sound);
                    skipAnswer(in);
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

    /// Each answer is one JSON object, and no header has a brace.
    private static void skipAnswer(InputStream in) throws IOException {
        int depth = 0;
        boolean begun = false;
        while (!begun || depth > 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the warm-up was cut off");
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            begun |= c == '{';
        }
    }
}
