package io.fareswarm.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;

/// What one worker needs for a run: a description of the whole run, and the worker's share of it.
public record Slice(Run run, Share share, Target target, Timing timing, Workload workload) {
    /// @throws IllegalArgumentException when a group is missing, as it may be in JSON
    public Slice {
        require("run", run);
        require("share", share);
        require("target", target);
        require("timing", timing);
        require("workload", workload);
    }

    /// Identity of the run.
    ///
    /// @param id unique among all runs, such as `default/taxi-rush/1`
    /// @param namespace of the LoadTest; it labels the worker's metrics, as `loadTest` and `number` do
    /// @param loadTest name of the LoadTest
    /// @param number of the run, from 1
    public record Run(String id, String namespace, String loadTest, int number) {
        /// @throws IllegalArgumentException when a text is missing, as it may be in JSON
        public Run {
            require("run.id", id);
            require("run.namespace", namespace);
            require("run.loadTest", loadTest);
        }
    }

    /// Share of the run that one worker sends. The load is partitioned by interleaving: of user k and arrival k, worker i of n
    /// takes those with k mod n = i. So the workers' loads are even at every instant and add up to the whole.
    ///
    /// @param index of the worker, from 0
    /// @param count of the run's workers
    /// @param attempt how many workers had the index before in this run
    /// @param fromSecond second of the run from which the worker sends: 0, or later when it missed the start or replaces a
    /// lost worker
    /// @param requestsBefore requests of this share that earlier attempts reported
    public record Share(int index, int count, int attempt, long fromSecond, long requestsBefore) {
        /// How many of the numbers 0 to total - 1 are in the share.
        public long of(long total) {
            return (total - index + count - 1) / count;
        }

        /// The number in the whole run of the share's item `position`, which counts from 0.
        public long number(long position) {
            return index + position * count;
        }
    }

    /// Service under test.
    ///
    /// @param url base address, http or https://HOST:PORT with an optional path
    /// @param timeoutMillis a request without a whole response by then fails
    /// @param tls how an https target is trusted; null for the defaults
    public record Target(String url, long timeoutMillis, @Nullable Tls tls) {}

    /// Phases of the run, and what ends it.
    ///
    /// @param warmupMillis before the duration, counted apart; rounded up to whole seconds, so that no interval is half of it
    /// @param durationMillis from the end of the warm-up; at most, when `requests` is given
    /// @param gracefulStopMillis how long requests in flight may take after the duration
    /// @param requests that the whole run starts until it ends; null when its duration ends it
    public record Timing(long warmupMillis, long durationMillis, long gracefulStopMillis, @Nullable Long requests) {}

    /// What the whole run sends.
    ///
    /// @param load as the run began, not partitioned
    /// @param changes of the load during the run, in the order of their seconds; none when JSON omits them
    /// @param goodWithinMicros latency bounds, microseconds: each task's good responses within each of them are counted; none
    /// when JSON omits them
    public record Workload(Load load, List<LoadChange> changes, List<Task> tasks, long seed,
            List<Long> goodWithinMicros) {
        /// Sets absent lists to empty ones.
        public Workload {
            changes = changes == null ? List.of() : List.copyOf(changes);
            goodWithinMicros = goodWithinMicros == null ? List.of() : List.copyOf(goodWithinMicros);
        }

        /// The same latency bounds, nanoseconds.
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
