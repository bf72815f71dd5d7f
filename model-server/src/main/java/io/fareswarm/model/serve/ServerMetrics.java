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

/// Metrics of the server. Labels have fixed sets of values, so clients cannot add time series.
final class ServerMetrics {
    private static final Set<String> PATHS = Stream.concat(Routes.PATHS.keySet().stream(),
            OpenInference.TEMPLATES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String OTHER = "other";
    /// Upper bounds of the duration buckets, in milliseconds.
    private static final double[] BUCKETS_MILLIS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500};

    private final PrometheusMeterRegistry registry;
    private final Counter predictions;
    private final Timer durations;
    // Counters of the most frequent responses, looked up once.
    private final Counter accepted;
    private final Counter rejected;

    /// @param digest the digest of the served model
    ServerMetrics(PrometheusMeterRegistry registry, String digest) {
        this.registry = registry;
        predictions = Counter.builder("fareswarm.predictions")
                .description("Predicted prices. Each ride of a batch counts.").register(registry);
        durations = Timer.builder("fareswarm.http.request.duration")
                .description("Time from a complete prediction request to its response.")
                .tag("path", Routes.PREDICT)
                .serviceLevelObjectives(Arrays.stream(BUCKETS_MILLIS)
                        .mapToObj(millis -> Duration.ofNanos((long) (millis * 1e6))).toArray(Duration[]::new))
                .register(registry);
        accepted = requests("POST", Routes.PREDICT, 200);
        rejected = requests("POST", Routes.PREDICT, 422);
        Gauge.builder("fareswarm.model.info", () -> 1).description("The served model.").tag("digest", digest)
                .register(registry);
    }

    private Counter requests(String method, String path, int status) {
        return Counter.builder("fareswarm.http.requests").description("HTTP responses.")
                .tags("method", method, "path", path, "status", String.valueOf(status)).register(registry);
    }

    /// Counts a response.
    ///
    /// @param path path of the request as sent
    void count(String method, String path, int status) {
        if (path.equals(Routes.PREDICT) && method.equals("POST") && (status == 200 || status == 422)) {
            (status == 200 ? accepted : rejected).increment();
            return;
        }
        String known = OpenInference.template(RequestPath.matched(path));
        requests(METHODS.contains(method) ? method : OTHER, PATHS.contains(known) ? known : OTHER, status).increment();
    }

    /// Counts a response to a prediction request and records its time.
    void predicted(int status, long nanoseconds) {
        if (status == 200) {
            predictions.increment();
        }
        durations.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /// Counts the prices of a batch.
    void inferred(int prices) {
        predictions.increment(prices);
    }

    /// The metrics as text: in the OpenMetrics format if the client accepts it, otherwise in Prometheus' text format.
    ///
    /// @param accept value of the header Accept; empty without the header
    Response page(String accept) {
        ProcessMetrics.Page page = ProcessMetrics.page(registry, accept);
        return new Response(200, page.text().getBytes(StandardCharsets.UTF_8),
                List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, page.contentType())));
    }
}
