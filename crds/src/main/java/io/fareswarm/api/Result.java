package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Merged measurements of a run. Counts are exact; percentiles come from merged histograms.
///
/// @param requests number of requests that ended, successfully or not
/// @param failures number of requests that did not get the expected response
/// @param failurePercent failed plus dropped requests, as a percentage of ended plus dropped requests
/// @param dropped number of requests that were due but never started
/// @param throughput requests per second over the duration
/// @param users active users now (with `arrivals`: requests in flight now); after the run, the maximum at one time
/// @param latencyMs time from when a request was due until it ended, in milliseconds
/// @param serviceTimeMs time from when a request was sent until it ended, in milliseconds
/// @param bytesReceived bytes of all responses, headers and bodies
/// @param tasks result of each task
/// @param errors the ten most frequent errors, most frequent first
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(long requests, long failures, double failurePercent, long dropped, double throughput, long users,
        @Nullable Percentiles latencyMs, @Nullable Percentiles serviceTimeMs, long bytesReceived,
        @Size(max = 20) List<TaskResult> tasks, @Size(max = MOST_ERRORS) List<ErrorCount> errors) {
    /// Maximum number of errors in a status.
    public static final int MOST_ERRORS = 10;

    /// A copy with these errors.
    public Result withErrors(List<ErrorCount> others) {
        return new Result(requests, failures, failurePercent, dropped, throughput, users, latencyMs, serviceTimeMs,
                bytesReceived, tasks, others);
    }

    /// Measurements of one task.
    ///
    /// @param name name of the task
    /// @param requests number of requests that ended, successfully or not
    /// @param failures number of requests that did not get the expected response
    /// @param failurePercent failed plus dropped requests, as a percentage of ended plus dropped requests
    /// @param dropped number of requests that were due but never started
    /// @param throughput requests per second over the duration
    /// @param latencyMs time from when a request was due until it ended, in milliseconds
    /// @param serviceTimeMs time from when a request was sent until it ended, in milliseconds
    /// @param bytesReceived bytes of all responses, headers and bodies
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TaskResult(@Size(max = 64) String name, long requests, long failures, double failurePercent,
            long dropped, double throughput, @Nullable Percentiles latencyMs, @Nullable Percentiles serviceTimeMs,
            long bytesReceived) {}

    /// Distribution of times, in milliseconds. `mean`, `min` and `max` are exact; percentiles have three significant
    /// digits.
    ///
    /// @param p50 median
    /// @param p90 90th percentile
    /// @param p95 95th percentile
    /// @param p99 99th percentile
    /// @param p999 99.9th percentile
    /// @param min shortest time
    /// @param max longest time
    /// @param mean average time
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Percentiles(double p50, double p90, double p95, double p99, double p999, double min, double max,
            double mean) {}

    /// Number of occurrences of one error.
    ///
    /// @param task name of the task
    /// @param kind kind of error in one word, such as `timeout`
    /// @param detail details, such as `expected 200, found 503`
    /// @param count number of occurrences
    /// @param example request line and beginning of the response of one occurrence; the status alone if the request
    /// carried a secret
    /// @param firstSecond first second of the run with the error, from the scheduled start, warm-up included
    /// @param lastSecond last second of the run with the error
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ErrorCount(@Size(max = 64) String task, @Size(max = 32) String kind, @Size(max = 256) String detail,
            long count, @Size(max = 200) @Nullable String example, @Nullable Long firstSecond,
            @Nullable Long lastSecond) {}
}
