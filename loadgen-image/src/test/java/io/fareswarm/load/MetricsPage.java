package io.fareswarm.load;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.fareswarm.load.report.ReportStore;

/// The page of a run's metrics that Prometheus scrapes, in its text format.
public final class MetricsPage {
    private MetricsPage() {}

    public static String of(ReportStore reports) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(reports::metrics);
        return registry.scrape();
    }
}
