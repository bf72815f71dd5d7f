package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.logging.JsonLog;
import io.fareswarm.logging.LogLevel;
import io.fareswarm.message.FailureCause;
import io.fareswarm.text.ProgramLocale;

/// Command for `helm test` that requests an address until the response has status 200; the image has no shell or curl. Exit
/// status: 0 after a 200, 1 without one within 30 s, 2 for anything but one argument.
public final class HelmTestProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private HelmTestProbe() {}

    /// @param arguments the address
    public static void main(String[] arguments) throws InterruptedException {
        ProgramLocale.set();
        JsonLog.install(LogLevel.info);
        Logger log = LoggerFactory.getLogger(HelmTestProbe.class);
        if (arguments.length != 1) {
            log.error("expected one address, found {}", arguments.length);
            System.exit(2);
        }
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        Instant end = Instant.now().plus(DEADLINE);
        String found = "";
        while (Instant.now().isBefore(end)) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).timeout(TIMEOUT).build();
                int status = http.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 200) {
                    log.info("{}: status 200", arguments[0]);
                    System.exit(0);
                }
                found = "status " + status;
            } catch (IOException e) {
                found = "no response: " + FailureCause.of(e);
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
        log.error("expected 200 from {} within {} s, found {}", arguments[0], DEADLINE.toSeconds(), found);
        System.exit(1);
    }
}
