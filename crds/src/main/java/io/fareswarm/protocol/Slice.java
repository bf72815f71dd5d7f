package io.fareswarm.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;

/// The input of one worker for a run: a description of the whole run, and the worker's share of it.
///
/// @param run identity of the run
/// @param share the worker's share of the run
/// @param target service under test
/// @param timing phases of the run
/// @param workload load and tasks of the whole run
public record Slice(Run run, Share share, Target target, Timing timing, Workload workload) {
    /// @throws IllegalArgumentException if a group is missing, as it may be in JSON
    public Slice {
        require("run", run);
        require("share", share);
        require("target", target);
        require("timing", timing);
        require("workload", workload);
    }

    /// Identity of the run. Namespace, name and number label the worker's metrics.
    ///
    /// @param id unique id among all runs, such as `default/taxi-rush/1`
    /// @param namespace namespace of the LoadTest
    /// @param loadTest name of the LoadTest
    /// @param number number of the run, from 1
    public record Run(String id, String namespace, String loadTest, int number) {
        /// @throws IllegalArgumentException if a text is missing, as it may be in JSON
        public Run {
            require("run.id", id);
            require("run.namespace", namespace);
            require("run.loadTest", loadTest);
        }
    }

    /// The share of a run that one worker sends. The load is partitioned by interleaving: worker i of n sends user k
    /// and arrival k if k mod n = i. So the workers' loads are even at every instant and add up to the whole.
    ///
    /// @param index worker index, from 0
    /// @param count number of workers of the run
    /// @param attempt number of workers that had this worker index before, in this run
    /// @param fromSecond second of the run from which the worker sends: 0, or later if it missed the start or replaces
    /// a lost worker
    /// @param requestsBefore number of requests of this share that earlier attempts reported
    public record Share(int index, int count, int attempt, long fromSecond, long requestsBefore) {
        /// Number of users or arrivals in the share, of `total` users or arrivals in the run.
        public long of(long total) {
            return (total - index + count - 1) / count;
        }

        /// The number in the whole run of the user or arrival at a position in the share. Both count from 0.
        public long number(long position) {
            return index + position * count;
        }
    }

    /// Service under test.
    ///
    /// @param url base URL, such as `http://HOST:PORT` or `https://HOST:PORT`, with an optional path
    /// @param address where to connect, in place of the url's host and port: a host with an optional port; null for the url's
    /// @param timeoutMillis maximum time of a request in milliseconds; a request without a complete response by then
    /// fails
    /// @param tls TLS settings of an https target; null for the defaults
    /// @param perRequest whether each request has a connection of its own
    /// @param route how the worker reaches the target; [Route#DEFAULT] if JSON omits it
    public record Target(String url, @Nullable String address, long timeoutMillis, @Nullable Tls tls,
            boolean perRequest,
            Route route) {
        /// Replaces a missing route by the default.
        public Target { route = route == null ? Route.DEFAULT : route; }
    }

    /// Phases of the run and the condition that ends it. Times are milliseconds.
    ///
    /// @param warmupMillis warm-up before the duration, counted separately; rounded up to whole seconds, so that no
    /// interval is half warm-up
    /// @param durationMillis duration, from the end of the warm-up; its maximum if `requests` is given
    /// @param gracefulStopMillis maximum time of requests in flight after the end of the duration
    /// @param requests total number of requests, over all workers, that ends the run; null if the duration ends it
    public record Timing(long warmupMillis, long durationMillis, long gracefulStopMillis, @Nullable Long requests) {}

    /// Load and tasks of the whole run, over all workers.
    ///
    /// @param load load at the start of the run
    /// @param changes changes of the load during the run, ordered by second; none if JSON omits them
    /// @param tasks kinds of requests
    /// @param seed seed of all random values
    /// @param goodWithinMicros latency limits in microseconds. The worker counts each task's successful responses
    /// within each limit. None if JSON omits them
    public record Workload(Load load, List<LoadChange> changes, List<Task> tasks, long seed,
            List<Long> goodWithinMicros) {
        /// Replaces missing lists with empty lists.
        public Workload {
            changes = changes == null ? List.of() : List.copyOf(changes);
            goodWithinMicros = goodWithinMicros == null ? List.of() : List.copyOf(goodWithinMicros);
        }

        /// The latency limits of `goodWithinMicros` in nanoseconds.
        public long[] goodWithinNanos() {
            return goodWithinMicros.stream().mapToLong(micros -> micros * 1000).toArray();
        }
    }

    private static void require(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + " in the slice, found none");
        }
    }
}
