package io.fareswarm.operator.kubernetes;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.fareswarm.metrics.ProcessMetrics;

/// Metrics of the operator's process: its own, those of the framework (`operator_sdk_*`), and those of [ProcessMetrics].
/// Thread-safe.
public final class OperatorMetrics {
    private static final String FRAMEWORK = "operator.sdk.";
    /// Upper bounds of the buckets for the time of a reconciliation, nanoseconds.
    private static final double[] BOUNDS = DoubleStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .map(millis -> millis * Duration.ofMillis(1).toNanos()).toArray();

    private final PrometheusMeterRegistry registry = ProcessMetrics.bind(ProcessMetrics.registry(new FrameworkFilter(),
            // The number of a retry is unbounded, so as a tag it would make an unbounded number of series.
            MeterFilter.ignoreTags("reconciliations.retries.number", "reconciliations.retries.last")));
    private final Counter workerCallFailures = Counter.builder("fareswarm.operator.worker.call.failures")
            .description("Calls of the worker protocol that failed.").register(registry);
    private final AtomicInteger leader = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    OperatorMetrics() {
        Gauge.builder("fareswarm.operator.leader", leader::get)
                .description("1 if this process is the leader, otherwise 0.")
                .register(registry);
        Gauge.builder("fareswarm.operator.runs", runs::get).description("Number of runs in progress.")
                .register(registry);
    }

    /// Adds the help text that the framework's meters lack, and gives its timers buckets instead of percentiles, which cannot
    /// be aggregated.
    private static final class FrameworkFilter implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            return id.getName().startsWith(FRAMEWORK) && id.getDescription() == null
                    ? new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(),
                            "From the Java Operator SDK.", id.getType())
                    : id;
        }

        @Override
        public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getName().startsWith(FRAMEWORK)
                    ? DistributionStatisticConfig.builder().percentiles().percentilesHistogram(false)
                            .serviceLevelObjectives(BOUNDS).build().merge(config)
                    : config;
        }
    }

    /// Receiver of the framework's metrics, without metrics for each resource.
    Metrics framework() {
        return MicrometerMetrics.withoutPerResourceMetrics(registry);
    }

    public void statusWritten(String kind) {
        Counter.builder("fareswarm.operator.status.writes").description("Statuses written, by kind.").tag("kind", kind)
                .register(registry).increment();
    }

    public void workerCallFailed() {
        workerCallFailures.increment();
    }

    public void runs(int count) {
        runs.set(count);
    }

    /// Shows how many resources are in each state.
    ///
    /// @param kinds plural, such as `loadtests`
    /// @param count number of resources in a state
    public void resources(String kinds, Collection<String> states, ToLongFunction<String> count) {
        states.forEach(state -> Gauge
                .builder("fareswarm.operator." + kinds, () -> count.applyAsLong(state)).tag("state", state)
                .description("Number of " + kinds + " that the leader sees, by state.").register(registry));
    }

    /// Shows the length of a queue.
    ///
    /// @param what `runs` or `trainings`
    void queue(String what, Supplier<Number> waiting) {
        Gauge.builder("fareswarm.operator.queued", waiting).tag("kind", what)
                .description("Number of runs and trainings that wait because of the limits, by kind.")
                .register(registry);
    }

    void leading(boolean leads) {
        leader.set(leads ? 1 : 0);
    }

    /// The page that Prometheus scrapes.
    ///
    /// @param accept the request's Accept header; null where it has none
    ProcessMetrics.Page page(@Nullable String accept) {
        return ProcessMetrics.page(registry, accept);
    }
}
