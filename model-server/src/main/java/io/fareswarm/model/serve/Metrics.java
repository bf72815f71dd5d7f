package io.fareswarm.model.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What `/metrics` shows. Labels take values from fixed sets only, so that no client can make the table grow.
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
    private static final Set<String> PATHS = Stream.concat(Endpoints.PATHS.keySet().stream(),
            OpenInference.TEMPLATES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    static final String OTHER = "other";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Counter requests = Counter.builder().name("fareswarm_http_requests_total")
            .help("Requests answered.").labelNames("method", "path", "status").withoutExemplars().register(registry);
    private final Counter predictions = Counter.builder().name("fareswarm_predictions_total")
            .help("Prices given, each ride of a batch counted.").withoutExemplars().register(registry);
    private final Histogram durations = Histogram.builder().name("fareswarm_http_request_duration_seconds")
            .help("From a request for a price being whole until its answer is made.").labelNames("path").classicOnly()
            .classicUpperBounds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
                    2.5)
            .withoutExemplars().register(registry);
    // Looked up once: these two answers are nearly all of the traffic.
    private final CounterDataPoint priced = requests.labelValues("POST", Endpoints.PREDICT, "200");
    private final CounterDataPoint refused = requests.labelValues("POST", Endpoints.PREDICT, "422");
    private final DistributionDataPoint predictDuration = durations.labelValues(Endpoints.PREDICT);

    Metrics(String digest) {
        Info.builder().name("fareswarm_model_info").help("The model that is served.").labelNames("digest")
                .register(registry).addLabelValues(digest);
    }

    /// Counts an answered request.
    void count(String method, String path, int status) {
        requests.labelValues(METHODS.contains(method) ? method : OTHER, PATHS.contains(path) ? path : OTHER,
                String.valueOf(status)).inc();
    }

    /// Counts an answered request for one price, and the time that the answer took.
    void predicted(int status, long nanoseconds) {
        if (status == 200) {
            priced.inc();
            predictions.inc();
        } else if (status == 422) {
            refused.inc();
        } else {
            count("POST", Endpoints.PREDICT, status);
        }
        predictDuration.observe(nanoseconds / 1e9);
    }

    /// Counts the prices of an answer that has any number of them.
    void inferred(int prices) {
        predictions.inc(prices);
    }

    /// All of it in Prometheus' text format.
    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
