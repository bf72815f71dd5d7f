package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Time;

/// A limit on the result of a run, or on each window of it. When all pass, the verdict is Passed.
///
/// @param name tells it apart, in reports
/// @param task the task that it speaks of; absent: all of them together
/// @param failureRatio a limit on the share of failures
/// @param latency a limit on the latency
/// @param throughput a limit on the rate of answers
/// @param requests a limit on how many requests end
/// @param dropped a limit on how many requests are due but never started
/// @param goodput a limit on the share of requests that are answered as expected, and in time
/// @param window it holds for each whole window of this length, one after the other from the start of the duration;
/// absent: for the whole run
/// @param abort the run ends with the first window that breaks it; absent: it goes on
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.failureRatio) ? 1 : 0) + (has(self.latency) ? 1 : 0) + (has(self.throughput) ? 1 : 0)"
        + " + (has(self.requests) ? 1 : 0) + (has(self.dropped) ? 1 : 0) + (has(self.goodput) ? 1 : 0) == 1", message = "exactly one of failureRatio, latency, throughput, requests, dropped, goodput")
@ValidationRule(value = "!has(self.window) || !self.window.matches('ms|[.]')", fieldPath = ".window", message = "window must be written in whole seconds, minutes or hours, such as 10s")
@ValidationRule(value = "!has(self.abort) || has(self.window)", fieldPath = ".abort", reason = "FieldValueForbidden", message = "abort needs a window")
public record Threshold(@Size(min = 1, max = 64) String name, @Size(min = 1, max = 64) @Nullable String task,
        @Nullable FailureRatio failureRatio, @Nullable LatencyLimit latency, @Nullable Throughput throughput,
        @Nullable RequestCount requests, @Nullable Dropped dropped, @Nullable Goodput goodput,
        @Time(min = "1s", max = "5m") @Nullable String window, @Nullable Abort abort) {

    /// A limit for the whole run on one of the first three.
    public Threshold(String name, @Nullable String task, @Nullable FailureRatio failureRatio,
            @Nullable LatencyLimit latency, @Nullable Throughput throughput) {
        this(name, task, failureRatio, latency, throughput, null, null, null, null, null);
    }

    /// A limit on the share of failures.
    ///
    /// @param max share of the requests that may fail, such as `1%`; dropped ones count as failed
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FailureRatio(
            @Size(max = Percent.MAX_LENGTH) @ValidationRule(value = Percent.RULE, message = Percent.MESSAGE) String max) {}

    /// A limit on the latency: on a percentile, on the mean, or on each request.
    ///
    /// @param percentile of the latency, 0 to 100, that `max` speaks of; absent: `max` is for every request
    /// @param max what it may be at most
    /// @param mean what the mean may be at most
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.mean) != has(self.max)", message = "exactly one of max, mean")
    @ValidationRule(value = "!has(self.percentile) || has(self.max)", fieldPath = ".percentile", reason = "FieldValueForbidden", message = "percentile goes with max")
    public record LatencyLimit(@Min(0) @Max(100) @Nullable Double percentile,
            @Time(min = "1ms", max = "1h") @Nullable String max, @Time(min = "1ms", max = "1h") @Nullable String mean) {

        /// A limit on a percentile.
        public LatencyLimit(double percentile, String max) {
            this(percentile, max, null);
        }
    }

    /// A limit on the rate of answers.
    ///
    /// @param min answered requests a second over the run's duration, or the window's
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Throughput(@Min(0) @Max(10_000_000) double min) {}

    /// A limit on how many requests end.
    ///
    /// @param min requests that ended, well or not
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RequestCount(@Min(0) @Max(1_000_000_000_000.0) long min) {}

    /// A limit on how many requests are never started.
    ///
    /// @param max requests that were due but not started
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Dropped(@Min(0) @Max(1_000_000_000_000.0) long max) {}

    /// A limit on the share of requests that are answered as expected, and in time.
    ///
    /// @param within the latency of a good answer at most
    /// @param min share of the requests that must be good, such as `99%`; dropped ones are not
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Goodput(@Time(min = "1ms", max = "1h") String within,
            @Size(max = Percent.MAX_LENGTH) @ValidationRule(value = Percent.RULE, message = Percent.MESSAGE) String min) {}

    /// When a broken window ends the run.
    ///
    /// @param after windows that begin earlier than this after the start of the duration do not
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Abort(@Default("0s") @Time(min = "0s", max = "24h") String after) {}
}
