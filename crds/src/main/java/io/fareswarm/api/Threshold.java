package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Time;

/// A limit on the result of a run. All are kept: the verdict is Passed.
///
/// @param name tells it apart, in reports
/// @param task the task that it speaks of; absent: all of them together
/// @param failureRatio a limit on the share of failures
/// @param latency a limit on a percentile of the latency
/// @param throughput a limit on the rate of answers
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.failureRatio) ? 1 : 0) + (has(self.latency) ? 1 : 0) + (has(self.throughput) ? 1 : 0) == 1", message = "exactly one of failureRatio, latency, throughput")
public record Threshold(@Size(min = 1, max = 64) String name, @Size(min = 1, max = 64) @Nullable String task,
        @Nullable FailureRatio failureRatio, @Nullable LatencyLimit latency, @Nullable Throughput throughput) {

    /// A limit on the share of failures.
    ///
    /// @param max share of the requests that may fail, such as `1%`; dropped ones count as failed
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FailureRatio(
            @Size(max = Percent.MAX_LENGTH) @ValidationRule(value = Percent.RULE, message = Percent.MESSAGE) String max) {}

    /// A limit on a percentile of the latency.
    ///
    /// @param percentile of the latency, 0 to 100
    /// @param max what it may be at most
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LatencyLimit(@Min(0) @Max(100) double percentile, @Time(min = "1ms", max = "1h") String max) {}

    /// A limit on the rate of answers.
    ///
    /// @param min answered requests a second over the run's duration
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Throughput(@Min(0) @Max(10_000_000) double min) {}
}
