package io.fareswarm.load;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// Slices to try things with: a valid ride five times for each one with a field missing, seed 42.
public record Slices(String url, Load load, List<Task> tasks, int worker, int workers, long timeoutMillis,
        long warmupMillis, long durationMillis, long gracefulStopMillis) {

    public static final List<Task> RIDES = List.of(ride("valid ride", 5, 0, "200"),
            ride("ride with a field missing", 1, 1, "422"));

    public static Slices of(Load load) {
        return new Slices("http://127.0.0.1:1", load, RIDES, 0, 1, 10_000, 0, 1_000, 5_000);
    }

    public static Load users(int count, double spawnRate, String pause) {
        return new Load(new Load.Users(count, spawnRate, null, new Load.Wait(null, pause, null, null)), null);
    }

    public static Load users(int count, double spawnRate, String min, String max) {
        return new Load(new Load.Users(count, spawnRate, null,
                new Load.Wait(new Load.Between(min, max), null, null, null)), null);
    }

    public static Load arrivals(double rate, int maxInFlight) {
        return new Load(null, new Load.Arrivals(rate, null, Load.Distribution.constant, maxInFlight));
    }

    public static Task ride(String name, int weight, int drop, String status) {
        return new Task(name, weight,
                new Task.Request(Task.Method.POST, "/predict", new Task.Body(new Task.Ride(drop))),
                new Task.Expectation(List.of(status)));
    }

    public static Task plain(Task.Method method, String path, String... statuses) {
        return new Task(method.name(), 1, new Task.Request(method, path, (Task.@Nullable Body) null),
                new Task.Expectation(List.of(statuses)));
    }

    public Slices to(int port) {
        return new Slices("http://127.0.0.1:" + port, load, tasks, worker, workers, timeoutMillis, warmupMillis,
                durationMillis, gracefulStopMillis);
    }

    public Slices tasks(Task... newTasks) {
        return new Slices(url, load, List.of(newTasks), worker, workers, timeoutMillis, warmupMillis, durationMillis,
                gracefulStopMillis);
    }

    public Slices worker(int newWorker, int newWorkers) {
        return new Slices(url, load, tasks, newWorker, newWorkers, timeoutMillis, warmupMillis, durationMillis,
                gracefulStopMillis);
    }

    public Slices timeout(long millis) {
        return new Slices(url, load, tasks, worker, workers, millis, warmupMillis, durationMillis, gracefulStopMillis);
    }

    public Slices times(long warmup, long duration, long gracefulStop) {
        return new Slices(url, load, tasks, worker, workers, timeoutMillis, warmup, duration, gracefulStop);
    }

    /// An https target on this machine.
    public Secured https(int port, @Nullable Tls tls) {
        return new Secured(new Slices("https://localhost:" + port, load, tasks, worker, workers, timeoutMillis,
                warmupMillis, durationMillis, gracefulStopMillis), tls);
    }

    /// Slices with settings of TLS.
    public record Secured(Slices slices, @Nullable Tls tls) {
        public Slice slice() {
            return slices.slice(tls);
        }
    }

    public Slice slice() {
        return slice(null);
    }

    private Slice slice(@Nullable Tls tls) {
        return new Slice("default/taxi-rush/1", "default", "taxi-rush", 1, worker, workers, 0, 0, 0, url, timeoutMillis,
                load, tasks, warmupMillis, durationMillis, null, gracefulStopMillis, 42, null, tls, null, 0);
    }

    /// A slice after changes of its load, which may last longer or shorter.
    public static Slice changed(Slice slice, long durationMillis, LoadChange... changes) {
        return new Slice(slice.run(), slice.namespace(), slice.loadtest(), slice.runNumber(), slice.worker(),
                slice.workers(), slice.incarnation(), changes.length, slice.effectiveSecond(), slice.url(),
                slice.timeoutMillis(), slice.load(), slice.tasks(), slice.warmupMillis(), durationMillis,
                slice.requests(), slice.gracefulStopMillis(), slice.seed(), slice.goodWithinMicros(), slice.tls(),
                List.of(changes), slice.requestsBefore());
    }
}
