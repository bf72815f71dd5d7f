package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/// Asks an address until it answers 200: what `helm test` runs, as the image has no shell. Ends with 0 then, with 1 when
/// it did not within half a minute, and 2 for anything but one address.
public final class HttpProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration EACH = Duration.ofSeconds(5);

    private HttpProbe() {}

    /// @param arguments the address
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("error: expected one address, found " + arguments.length);
            System.exit(2);
        }
        HttpClient http = HttpClient.newBuilder().connectTimeout(EACH).build();
        Instant end = Instant.now().plus(PATIENCE);
        String found = "";
        while (Instant.now().isBefore(end)) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).timeout(EACH).build();
                int status = http.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 200) {
                    System.out.println(arguments[0] + " answers 200");
                    System.exit(0);
                }
                found = "status " + status;
            } catch (IOException e) {
                found = e.toString();
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
        System.err.println("error: expected 200 from %s within %d s, found %s".formatted(arguments[0],
                PATIENCE.toSeconds(), found));
        System.exit(1);
    }
}
