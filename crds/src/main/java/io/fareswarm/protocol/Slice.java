package io.fareswarm.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;

/// One worker's part of a run. The load is cut by interleaving: of every numbered thing (user k, arrival k) worker w of W
/// takes those with k mod W = w, so the workers' loads are even at every instant and add up to the whole.
///
/// @param run identifies the run, such as `default/taxi-rush/1`
/// @param namespace of the LoadTest, for the metrics' labels; so are `loadtest` and `runNumber`
/// @param worker this worker's number w, from 0
/// @param workers how many workers W there are
/// @param incarnation counts the workers that had this number in this run, from 0
/// @param revision counts the edits of the run that are in the slice, from 0
/// @param effectiveSecond the second of the run from which the worker does its part: 0, or where one that takes up the work
/// of another begins
/// @param url base address, http or https://HOST:PORT with an optional path
/// @param timeoutMillis a request that has no whole answer by then fails
/// @param load the load of the whole run, uncut, as it began
/// @param warmupMillis sent before the duration, counted apart; rounded up to whole seconds, so that no second is half
/// of it
/// @param durationMillis measured from the end of the warm-up; with `requests` at most
/// @param requests how many the whole run starts until it ends; null when its duration ends it
/// @param gracefulStopMillis how long requests in flight may still take after the duration
/// @param seed of the whole run
/// @param goodWithinMicros latencies, microseconds: of each a task's good answers up to it are counted; null for none
/// @param tls how an https target is trusted; null for the defaults
/// @param changes of the load in the course of the run, in their order; null for none
/// @param requestsBefore how many of its share of `requests` were reported by those who had its number before
public record Slice(String run, String namespace, String loadtest, int runNumber, int worker, int workers,
        int incarnation, int revision, long effectiveSecond, String url, long timeoutMillis, Load load,
        List<Task> tasks, long warmupMillis, long durationMillis, @Nullable Long requests, long gracefulStopMillis,
        long seed, @Nullable List<Long> goodWithinMicros, @Nullable Tls tls, @Nullable List<LoadChange> changes,
        long requestsBefore) {

    /// Without a count of good answers in time, and without settings of TLS.
    public Slice(String run, String namespace, String loadtest, int runNumber, int worker, int workers,
            int incarnation, int revision, long effectiveSecond, String url, long timeoutMillis, Load load,
            List<Task> tasks, long warmupMillis, long durationMillis, @Nullable Long requests,
            long gracefulStopMillis, long seed) {
        this(run, namespace, loadtest, runNumber, worker, workers, incarnation, revision, effectiveSecond, url,
                timeoutMillis, load, tasks, warmupMillis, durationMillis, requests, gracefulStopMillis, seed, null,
                null, null, 0);
    }

    /// The changes of the load, none for null.
    public List<LoadChange> loadChanges() {
        return changes == null ? List.of() : changes;
    }

    /// The latencies up to which good answers are counted, nanoseconds.
    public long[] goodWithinNanos() {
        return goodWithinMicros == null
                ? new long[0]
                : goodWithinMicros.stream().mapToLong(micros -> micros * 1000).toArray();
    }

    /// How many of the numbers 0 to total - 1 are this worker's.
    public long share(long total) {
        return share(total, worker, workers);
    }

    /// How many of the numbers 0 to total - 1 worker w of W takes.
    public static long share(long total, int worker, int workers) {
        return (total - worker + workers - 1) / workers;
    }
}
