package io.fareswarm.metrics;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/// The metrics registry of a process, with meters of the JVM and of the process, and without exemplars.
public final class ProcessMetrics {
    /// Micrometer meters whose names `promtool check metrics` rejects.
    private static final Set<String> REJECTED = Set.of("jvm.gc.cpu.time", "process.cpu.time", "system.cpu.count");

    /// Content type of the OpenMetrics text format, which Prometheus prefers.
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private ProcessMetrics() {}

    /// The response to a scrape.
    ///
    /// @param contentType value of the header Content-Type
    /// @param text body, to be encoded as UTF-8
    public record Page(String contentType, String text) {}

    /// Creates the registry.
    ///
    /// @param filters filters that apply to every meter, including those of the JVM
    public static PrometheusMeterRegistry registry(MeterFilter... filters) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(MeterFilter.deny(id -> REJECTED.contains(id.getName())));
        List.of(filters).forEach(registry.config()::meterFilter);
        return registry;
    }

    /// Adds the meters of the JVM and of the process, which stay bound until the process ends.
    ///
    /// @return the same registry
    public static PrometheusMeterRegistry bind(PrometheusMeterRegistry registry) {
        List.of(new ClassLoaderMetrics(), new JvmGcMetrics(), new JvmMemoryMetrics(), new JvmThreadMetrics(),
                new FileDescriptorMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(meters -> meters.bindTo(registry));
        FunctionCounter.builder("process.cpu", ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class),
                system -> system.getProcessCpuTime() / 1e9).baseUnit("seconds")
                .description("User and system CPU time of the process.").register(registry);
        return registry;
    }

    /// All metrics in the OpenMetrics text format if the scraper accepts it, otherwise in the Prometheus text format.
    ///
    /// @param accept the request's Accept header; null if it has none
    public static Page page(PrometheusMeterRegistry registry, @Nullable String accept) {
        String contentType = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        return new Page(contentType, registry.scrape(contentType));
    }
}
