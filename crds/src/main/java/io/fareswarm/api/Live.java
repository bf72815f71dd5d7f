package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Figures of the last whole window of a run that goes on.
///
/// @param second first second of the window, from the scheduled start, warm-up included
/// @param seconds length of the window
/// @param users most users that were active at once in the window (with `arrivals`: requests in flight)
/// @param lagMs how late the load generator was at most, in milliseconds
/// @param all all tasks together
/// @param heat requests of all tasks by latency; absent without samples
/// @param tasks each task
/// @param workers each worker in its last second; those that were latest if not all fit into 8 KiB
@JsonIgnoreProperties(ignoreUnknown = true)
public record Live(long second, int seconds, long users, double lagMs, Window all,
        @Nullable Heat heat,
        @Size(max = 20) List<Window> tasks, @Size(max = MOST_WORKERS) List<LiveWorker> workers) {
    /// Maximum number of workers.
    public static final int MOST_WORKERS = 32;

    /// Requests of a window by 40 ranges of latency, which are those of the report's `series.json`.
    ///
    /// @param firstBucket index of the first range with requests
    /// @param requests requests in this range and in each of the next ones
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Heat(int firstBucket, @Size(max = 40) List<Long> requests) {}

    /// Samples of a window. Percentiles are absent without samples.
    ///
    /// @param name name of the task; absent for all tasks together
    /// @param requests requests that ended, per second
    /// @param failures requests that did not get the expected response, per second
    /// @param p50 median latency, in milliseconds
    /// @param p95 95th percentile of the latency, in milliseconds
    /// @param p99 99th percentile of the latency, in milliseconds
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Window(@Size(max = 64) @Nullable String name, double requests, double failures, @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {}

    /// One worker. Figures are absent before its first second.
    ///
    /// @param index index of the worker, from 0
    /// @param attempt number of earlier workers of this index
    /// @param state state of the worker: a state of the worker protocol, or Lost
    /// @param users users of the worker (with `arrivals`: its requests in flight)
    /// @param requests requests that ended, per second
    /// @param lagMs 99th percentile of its lag, in milliseconds
    /// @param turnMs longest turn of its send loop, in milliseconds
    /// @param cpu CPU cores in use
    /// @param memoryMiB resident memory, in MiB
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LiveWorker(int index, int attempt, @Size(max = 16) String state, @Nullable Long users,
            @Nullable Long requests, @Nullable Double lagMs, @Nullable Double turnMs, @Nullable Double cpu,
            @Nullable Long memoryMiB) {}
}
