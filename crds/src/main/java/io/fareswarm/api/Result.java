package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// The merged measurements of a run: exact counts, and percentiles of merged histograms.
///
/// @param requests requests that ended, well or not
/// @param failures those that ended otherwise than their task expects
/// @param failurePercent failures and dropped ones, in percent of requests and dropped ones
/// @param dropped requests that were due but never started
/// @param throughput requests a second of the duration
/// @param users simulated users active now; in the end, the most that were at once
/// @param latencyMs from the instant a request was due until its answer was whole, milliseconds
/// @param serviceTimeMs from the instant it was sent, milliseconds
/// @param bytesReceived of all answers, headers and bodies
/// @param tasks each task's part
/// @param errors the ten commonest, most frequent first
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(long requests, long failures, double failurePercent, long dropped, double throughput, long users,
        @Nullable Percentiles latencyMs, @Nullable Percentiles serviceTimeMs, long bytesReceived,
        @Size(max = 20) List<TaskResult> tasks, @Size(max = 10) List<ErrorCount> errors) {

    /// One task's part of the result.
    ///
    /// @param name the task's
    /// @param requests requests that ended, well or not
    /// @param failures those that ended otherwise than the task expects
    /// @param failurePercent failures and dropped ones, in percent of requests and dropped ones
    /// @param dropped requests that were due but never started
    /// @param throughput requests a second of the duration
    /// @param latencyMs from the instant a request was due until its answer was whole, milliseconds
    /// @param serviceTimeMs from the instant it was sent, milliseconds
    /// @param bytesReceived of all answers, headers and bodies
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TaskResult(@Size(max = 64) String name, long requests, long failures, double failurePercent,
            long dropped, double throughput, @Nullable Percentiles latencyMs, @Nullable Percentiles serviceTimeMs,
            long bytesReceived) {}

    /// Milliseconds. `mean`, `min` and `max` are exact; the percentiles have the histogram's three digits.
    ///
    /// @param p50 the median
    /// @param p90 90 of 100 are at most this
    /// @param p95 95 of 100 are at most this
    /// @param p99 99 of 100 are at most this
    /// @param p999 999 of 1000 are at most this
    /// @param min the least
    /// @param max the most
    /// @param mean the average
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Percentiles(double p50, double p90, double p95, double p99, double p999, double min, double max,
            double mean) {}

    /// How often something went wrong.
    ///
    /// @param task the task that it happened to
    /// @param kind what happened, in one word, such as `timeout`
    /// @param detail what was seen, such as `expected 200, found 503`
    /// @param count how often
    /// @param example the line of one such request and the beginning of its answer; its status alone where the request
    /// carried a secret
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ErrorCount(@Size(max = 64) String task, @Size(max = 32) String kind, @Size(max = 256) String detail,
            long count, @Size(max = 200) @Nullable String example) {

        /// Without an example.
        public ErrorCount(String task, String kind, String detail, long count) {
            this(task, kind, detail, count, null);
        }
    }
}
