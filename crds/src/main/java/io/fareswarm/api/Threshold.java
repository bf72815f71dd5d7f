package io.fareswarm.api;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.MayBeEmpty;
import io.fareswarm.api.annotation.Time;

/// A limit on the result of a run, or on each window of it: exactly one of `failureRatio`, `latency`, `throughput`,
/// `requests`, `dropped`, `goodput`, `capacity`. The verdict is Passed if all thresholds pass.
///
/// @param name name of the threshold, for reports
/// @param task name of the task to check; absent for all tasks together
/// @param failureRatio limit on the share of failed requests
/// @param latency limit on the latency
/// @param throughput limit on the rate of responses
/// @param requests limit on the number of requests that ended
/// @param dropped limit on the number of requests that were due but never started
/// @param goodput limit on the share of requests with the expected response in time
/// @param capacity limit on the capacity that a search finds
/// @param window length of the windows to check, one after the other from the start of the duration, in whole seconds;
/// absent to check the run as a whole
/// @param abort ends the run at the first failed window; absent to continue
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.failureRatio) ? 1 : 0) + (has(self.latency) ? 1 : 0) + (has(self.throughput) ? 1 : 0)"
        + " + (has(self.requests) ? 1 : 0) + (has(self.dropped) ? 1 : 0) + (has(self.goodput) ? 1 : 0) + (has(self.capacity) ? 1 : 0) == 1", message = "exactly one of failureRatio, latency, throughput, requests, dropped, goodput, capacity")
@ValidationRule(value = "!has(self.window) || !self.window.matches('ms|[.]')", fieldPath = ".window", message = "window must be written in whole seconds, minutes or hours, such as 10s")
@ValidationRule(value = "!has(self.capacity) || !has(self.task)", fieldPath = ".task", reason = "FieldValueForbidden", message = "task is forbidden with capacity, which is that of all tasks together")
@ValidationRule(value = "!has(self.abort) || has(self.window)", fieldPath = ".abort", reason = "FieldValueForbidden", message = "abort needs a window")
public record Threshold(@Size(min = 1, max = 64) String name, @Size(min = 1, max = 64) @Nullable String task,
        @Nullable FailureRatio failureRatio, @Nullable LatencyLimit latency, @Nullable Throughput throughput,
        @Nullable RequestCount requests, @Nullable Dropped dropped, @Nullable Goodput goodput,
        @Nullable CapacityLimit capacity, @Time(min = "1s", max = "5m") @Nullable String window,
        @Nullable Abort abort) {
    /// A limit on failures, latency or throughput for the run as a whole.
    public Threshold(String name, @Nullable String task, @Nullable FailureRatio failureRatio,
            @Nullable LatencyLimit latency, @Nullable Throughput throughput) {
        this(name, task, failureRatio, latency, throughput, null, null, null, null, null, null);
    }

    /// A limit on the share of failed requests.
    ///
    /// @param max maximum share of failed requests, such as `1%`; dropped requests count as failed
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FailureRatio(
            @Size(max = Percent.MAX_LENGTH) @ValidationRule(value = Percent.RULE, message = Percent.MESSAGE) String max) {}

    /// A limit on the latency: on a percentile, on the mean, or on every request.
    ///
    /// @param percentile percentile that `max` applies to; absent to apply `max` to every request
    /// @param max maximum latency
    /// @param mean maximum mean latency
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.mean) != has(self.max)", message = "exactly one of max, mean")
    @ValidationRule(value = "!has(self.percentile) || has(self.max)", fieldPath = ".percentile", reason = "FieldValueForbidden", message = "percentile needs max")
    public record LatencyLimit(@Min(0) @Max(100) @Nullable Double percentile,
            @Time(min = "1ms", max = "1h") @Nullable String max,
            @Time(min = "1ms", max = "1h") @Nullable String mean) {}

    /// A limit on the rate of responses.
    ///
    /// @param min minimum number of responses per second, over the duration or the window
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Throughput(@Min(0) @Max(10_000_000) double min) {}

    /// A limit on the number of requests that ended.
    ///
    /// @param min minimum number of requests that ended, successfully or not
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RequestCount(@Min(0) @Max(1_000_000_000_000.0) long min) {}

    /// A limit on the number of requests that were due but never started.
    ///
    /// @param max maximum number of dropped requests
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Dropped(@Min(0) @Max(1_000_000_000_000.0) long max) {}

    /// A limit on the share of requests with the expected response in time.
    ///
    /// @param within maximum latency of a good response
    /// @param min minimum share of requests with a good response, such as `99%`; a dropped request counts as bad
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Goodput(@Time(min = "1ms", max = "1h") String within,
            @Size(max = Percent.MAX_LENGTH) @ValidationRule(value = Percent.RULE, message = Percent.MESSAGE) String min) {}

    /// A limit on the capacity that a search finds (`load.capacity`).
    ///
    /// @param min minimum capacity, requests per second
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CapacityLimit(@Min(0) @Max(10_000_000) double min) {}

    /// When a failed window ends the run.
    ///
    /// @param after time from the start of the duration; windows that begin earlier do not end the run
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Abort(@DefaultInCode("0s") @Time(min = "0s", max = "24h") String after) {
        public Abort { after = Objects.requireNonNullElse(after, "0s"); }
    }
}
