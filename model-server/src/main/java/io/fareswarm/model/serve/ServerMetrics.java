package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.fareswarm.metrics.ProcessMetrics;

/// What `/metrics` shows. Labels take values from fixed sets only, so that no client can make the table grow.
final class ServerMetrics {
    private static final Set<String> PATHS = Stream.concat(Routes.PATHS.keySet().stream(),
            OpenInference.TEMPLATES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String OTHER = "other";
    /// Upper bounds of the buckets of times, milliseconds.
    private static final double[] BOUNDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500};

    private final PrometheusMeterRegistry registry;
    private final Counter predictions;
    private final Timer durations;
    // Looked up once: these two responses are nearly all of the traffic.
    private final Counter priced;
    private final Counter refused;

    /// @param registry that these meters are added to
    /// @param digest of the model that is served
    ServerMetrics(PrometheusMeterRegistry registry, String digest) {
        this.registry = registry;
        predictions = Counter.builder("fareswarm.predictions")
                .description("Prices given, each ride of a batch counted.").register(registry);
        durations = Timer.builder("fareswarm.http.request.duration")
                .description("From a request for a price being whole until its response is made.")
                .tag("path", Routes.PREDICT)
                .serviceLevelObjectives(Arrays.stream(BOUNDS)
                        .mapToObj(millis -> Duration.ofNanos((long) (millis * 1e6))).toArray(Duration[]::new))
                .register(registry);
        priced = requests("POST", Routes.PREDICT, 200);
        refused = requests("POST", Routes.PREDICT, 422);
        Gauge.builder("fareswarm.model.info", () -> 1).description("The model that is served.").tag("digest", digest)
                .register(registry);
    }

    private Counter requests(String method, String path, int status) {
        return Counter.builder("fareswarm.http.requests").description("Requests answered.")
                .tags("method", method, "path", path, "status", String.valueOf(status)).register(registry);
    }

    /// Counts a response.
    ///
    /// @param path as the client spelt it
    void count(String method, String path, int status) {
        if (path.equals(Routes.PREDICT) && method.equals("POST") && (status == 200 || status == 422)) {
            (status == 200 ? priced : refused).increment();
            return;
        }
        String known = OpenInference.template(RequestPath.matched(path));
        requests(METHODS.contains(method) ? method : OTHER, PATHS.contains(known) ? known : OTHER, status).increment();
    }

    /// Counts a response to a request for one price, and the time that it took.
    void predicted(int status, long nanoseconds) {
        if (status == 200) {
            predictions.increment();
        }
        durations.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /// Counts the prices of a response that has any number of them.
    void inferred(int prices) {
        predictions.increment(prices);
    }

    /// The page in the format that the client accepts: OpenMetrics, or else Prometheus' text.
    ///
    /// @param accept the header, empty when it did not come
    Response page(String accept) {
        ProcessMetrics.Page page = ProcessMetrics.page(registry, accept);
        return new Response(200, page.text().getBytes(StandardCharsets.UTF_8),
                List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, page.contentType())));
    }
}
