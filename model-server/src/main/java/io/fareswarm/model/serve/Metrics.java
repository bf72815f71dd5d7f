package io.fareswarm.model.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/// What `/metrics` shows. Labels take values from fixed sets only, so that no client can make the table grow.
final class Metrics {
    private static final Set<String> PATHS = Stream.concat(Routes.PATHS.keySet().stream(),
            OpenInference.TEMPLATES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String OTHER = "other";
    /// Upper bounds of the buckets of times, milliseconds.
    private static final double[] BOUNDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter predictions = Counter.builder("fareswarm.predictions")
            .description("Prices given, each ride of a batch counted.").register(registry);
    private final Timer durations = Timer.builder("fareswarm.http.request.duration")
            .description("From a request for a price being whole until its response is made.")
            .tag("path", Routes.PREDICT)
            .serviceLevelObjectives(java.util.Arrays.stream(BOUNDS)
                    .mapToObj(millis -> Duration.ofNanos((long) (millis * 1e6))).toArray(Duration[]::new))
            .register(registry);
    // Looked up once: these two responses are nearly all of the traffic.
    private final Counter priced = requests("POST", Routes.PREDICT, 200);
    private final Counter refused = requests("POST", Routes.PREDICT, 422);

    Metrics(String digest) {
        Gauge.builder("fareswarm.model.info", () -> 1).description("The model that is served.").tag("digest", digest)
                .register(registry);
    }

    /// Adds what the JVM and the process tell of themselves.
    @SuppressWarnings("resource") // for as long as the process lives
    Metrics withProcess() {
        List.of(new JvmMemoryMetrics(), new JvmGcMetrics(), new JvmThreadMetrics(), new ClassLoaderMetrics(),
                new ProcessorMetrics(), new UptimeMetrics(), new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(registry));
        return this;
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
        String type = accept.contains("application/openmetrics-text")
                ? OpenMetricsTextFormatWriter.CONTENT_TYPE
                : PrometheusTextFormatWriter.CONTENT_TYPE;
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            registry.scrape(page, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory
        }
        return new Response(200, page.toByteArray(), List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, type)));
    }
}
