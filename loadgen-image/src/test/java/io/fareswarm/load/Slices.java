package io.fareswarm.load;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;

/// Builder of slices for tests. The default has one worker, a duration of one second, five valid rides for each ride
/// with a field missing, and seed 42.
public record Slices(Slice slice) {
    /// Resolver of a worker that may connect to loopback.
    static final CheckedResolver ANYWHERE = new CheckedResolver(AddressPolicy.parse(AddressPolicy.ANYWHERE),
            HostResolver.SYSTEM);

    public static final List<Task> RIDES = List.of(ride("valid ride", 5, 0, "200"),
            ride("ride with a field missing", 1, 1, "422"));

    public static Slices of(Load load) {
        return new Slices(new Slice(new Slice.Run("default/taxi-rush/1", "default", "taxi-rush", 1),
                new Slice.Share(0, 1, 0, 0, 0),
                new Slice.Target("http://127.0.0.1:1", null, 10_000, null, false, Route.OWN),
                new Slice.Timing(0, 1_000, 5_000, null), new Slice.Workload(load, List.of(), RIDES, 42, List.of())));
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
                new Task.Request(Task.Method.POST, "/predict", null,
                        new Task.Body(new Task.Ride(drop), null, null, null, null), null),
                new Task.Expectation(List.of(status), null, null));
    }

    public static Task plain(Task.Method method, String path, String... statuses) {
        return new Task(method.name(), 1, new Task.Request(method, path, null, null, null),
                new Task.Expectation(List.of(statuses), null, null));
    }

    public Slices to(int port) {
        return url("http://127.0.0.1:" + port);
    }

    public Slices url(String url) {
        return target(new Slice.Target(url, null, slice.target().timeoutMillis(), slice.target().tls(), false,
                slice.target().route()));
    }

    /// A copy with an https target on this machine.
    public Slices https(int port, @Nullable Tls tls) {
        return target(new Slice.Target("https://localhost:" + port, null, slice.target().timeoutMillis(), tls, false,
                slice.target().route()));
    }

    /// A copy that connects to another host and port than the url's.
    public Slices address(String address) {
        Slice.Target was = slice.target();
        return target(new Slice.Target(was.url(), address, was.timeoutMillis(), was.tls(), was.perRequest(),
                was.route()));
    }

    /// A copy in which each request has a connection of its own.
    public Slices perRequest() {
        Slice.Target was = slice.target();
        return target(
                new Slice.Target(was.url(), was.address(), was.timeoutMillis(), was.tls(), true, was.route()));
    }

    /// A copy with another route to the target.
    public Slices route(Route route) {
        Slice.Target was = slice.target();
        return target(
                new Slice.Target(was.url(), was.address(), was.timeoutMillis(), was.tls(), was.perRequest(), route));
    }

    public Slices timeout(long millis) {
        return target(
                new Slice.Target(slice.target().url(), slice.target().address(), millis, slice.target().tls(),
                        slice.target().perRequest(),
                        slice.target().route()));
    }

    public Slices tasks(Task... tasks) {
        Slice.Workload was = slice.workload();
        return new Slices(new Slice(slice.run(), slice.share(), slice.target(), slice.timing(),
                new Slice.Workload(was.load(), was.changes(), List.of(tasks), was.seed(), was.goodWithinMicros())));
    }

    public Slices worker(int index, int count) {
        return share(new Slice.Share(index, count, 0, 0, 0));
    }

    /// A copy for a worker that replaces a lost one.
    public Slices takeover(long fromSecond, long requestsBefore) {
        return share(new Slice.Share(slice.share().index(), slice.share().count(), 1, fromSecond, requestsBefore));
    }

    public Slices times(long warmupMillis, long durationMillis, long gracefulStopMillis) {
        return timing(new Slice.Timing(warmupMillis, durationMillis, gracefulStopMillis, slice.timing().requests()));
    }

    /// A copy in which a number of requests ends the run; with null, its duration ends it.
    public Slices requests(@Nullable Long requests) {
        Slice.Timing was = slice.timing();
        return timing(
                new Slice.Timing(was.warmupMillis(), was.durationMillis(), was.gracefulStopMillis(), requests));
    }

    /// A revision of the slice's load, with a new duration.
    public static LoadRevision revision(Slice slice, long durationMillis, LoadChange... changes) {
        return new LoadRevision(slice.run().id(), durationMillis, List.of(changes));
    }

    private Slices target(Slice.Target target) {
        return new Slices(new Slice(slice.run(), slice.share(), target, slice.timing(), slice.workload()));
    }

    private Slices share(Slice.Share share) {
        return new Slices(new Slice(slice.run(), share, slice.target(), slice.timing(), slice.workload()));
    }

    private Slices timing(Slice.Timing timing) {
        return new Slices(new Slice(slice.run(), slice.share(), slice.target(), timing, slice.workload()));
    }

    /// Prepares a run without Secrets and ConfigMaps.
    static WorkerRun run(Slice slice) {
        return new WorkerRun(slice, new ReferencedFiles(null), ANYWHERE);
    }
}
