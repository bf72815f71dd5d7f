package io.fareswarm.operator.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the operator counts of itself: the one place where its metrics are named.
public final class Counters implements Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Histogram reconciliations = Histogram.builder().name("fareswarm_operator_reconcile_duration_seconds")
            .help("Seconds that a reconciliation took, by kind and outcome.").labelNames("kind", "outcome")
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10).classicOnly()
            .register(registry);
    private final Counter statusWrites = Counter.builder().name("fareswarm_operator_status_writes")
            .help("Statuses written, by kind.").labelNames("kind").register(registry);
    private final Counter pollFailures = Counter.builder().name("fareswarm_operator_worker_call_failures")
            .help("Calls of the worker protocol that failed.").register(registry);
    private final Gauge leader = Gauge.builder().name("fareswarm_operator_leader")
            .help("1 while this process leads.").register(registry);
    private final Gauge runs = Gauge.builder().name("fareswarm_operator_runs")
            .help("Runs whose workers are looked after now.").register(registry);

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        long began = System.nanoTime();
        String outcome = "error";
        try {
            T result = execution.execute();
            outcome = "ok";
            return result;
        } finally {
            reconciliations.labelValues(execution.controllerName(), outcome)
                    .observe((System.nanoTime() - began) / 1e9);
        }
    }

    public void statusWritten(String kind) {
        statusWrites.labelValues(kind).inc();
    }

    public void workerCallFailed() {
        pollFailures.inc();
    }

    public void runs(int count) {
        runs.set(count);
    }

    void leading(boolean leads) {
        leader.set(leads ? 1 : 0);
    }

    /// The page that Prometheus reads.
    byte[] page() {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(page, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory
        }
        return page.toByteArray();
    }
}
