package io.fareswarm.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.load.send.TlsWarmUp;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.metrics.ProcessMetrics;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// Warm-up of the worker. It runs the send loop against a server in this process until the JVM has compiled the loop.
/// Without it, interpreted code would send and time the first requests of a run.
final class WarmUp {
    /// CPU time of the warm-up for each model of load (closed, open). It is CPU time of the whole process, compilation
    /// included.
    private static final Duration CPU_OF_USERS = Duration.ofMillis(500);
    private static final Duration CPU_OF_ARRIVALS = Duration.ofMillis(200);

    /// Maximum wall time of both warm-ups, for a process that gets little CPU.
    private static final long LONGEST_MILLIS = 5_000;

    private static final int USERS = 32;
    private static final double ARRIVAL_RATE = 20_000;
    private static final int REPORTS = 5;

    private static final CheckedResolver OWN_ADDRESSES = new CheckedResolver(
            AddressPolicy.parse(AddressPolicy.ANYWHERE), HostResolver.SYSTEM);

    private WarmUp() {}

    /// Runs the warm-up.
    ///
    /// @param tls whether connections with TLS are opened, too
    /// @throws IOException if this machine has no loopback interface or no free sockets
    static void run(boolean tls) throws IOException, InterruptedException {
        try (WarmUpServer server = new WarmUpServer()) {
            String url = "http://127.0.0.1:" + server.port();
            swarm(slice(url, new Load(new Load.Users(USERS, 1e6, null, new Load.Wait(null, "0s", null, null)), null)),
                    CPU_OF_USERS);
            Slice arrivals = slice(url,
                    new Load(null, new Load.Arrivals(ARRIVAL_RATE, null, Load.Distribution.constant, USERS)));
            report(arrivals, swarm(arrivals, CPU_OF_ARRIVALS));
        }
        if (tls) {
            warmUpTls();
        }
        // Collects the garbage of the start now, so that the run does not have to.
        System.gc();
    }

    /// Without it the run's first connections are slow, but right.
    private static void warmUpTls() {
        try {
            TlsWarmUp.run(System::nanoTime);
        } catch (IOException e) {
            System.getLogger(WarmUp.class.getName()).log(System.Logger.Level.WARNING,
                    "the warm-up of TLS failed, so the first connections are slow", e);
        }
    }

    private static WorkerRun swarm(Slice slice, Duration cpuTime) throws IOException, InterruptedException {
        Duration until = cpu().plus(cpuTime);
        WorkerRun run = new WorkerRun(slice, new ReferencedFiles(null), OWN_ADDRESSES);
        CountDownLatch finished = new CountDownLatch(1);
        run.start(System::nanoTime, System.nanoTime(), finished::countDown);
        while (!finished.await(10, TimeUnit.MILLISECONDS)) {
            if (cpu().compareTo(until) > 0) {
                run.stop();
            }
        }
        return run;
    }

    /// Warms up the code that writes reports. It runs during the load, perhaps on the send thread's only core.
    private static void report(Slice slice, WorkerRun run) throws IOException {
        JsonMapper mapper = WorkerServer.newMapper();
        WorkerStatus status = new WorkerStatus(0, false, WorkerState.Finished, null, null, null);
        PrometheusMeterRegistry pages = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        pages.getPrometheusRegistry().register(run.reports()::metrics);
        for (int i = 0; i < REPORTS; i++) {
            Report report = run.reports().after(-1, status);
            mapper.readValue(mapper.writeValueAsBytes(report), Report.class);
            ProcessMetrics.page(pages, ProcessMetrics.OPEN_METRICS);
        }
        mapper.readValue(mapper.writeValueAsBytes(slice), Slice.class);
    }

    private static Slice slice(String url, Load load) {
        return new Slice(new Slice.Run("warm-up", "", "warm-up", 0), new Slice.Share(0, 1, 0, 0, 0),
                new Slice.Target(url, null, 1_000, null, false, Route.OWN),
                new Slice.Timing(0, LONGEST_MILLIS / 2, 100, null),
                new Slice.Workload(load, List.of(), List.of(Task.ride("valid ride", 5, 0, "2xx"),
                        Task.ride("ride with a field missing", 1, 1, "2xx")), 1, List.of()));
    }

    private static Duration cpu() {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(null);
        // Some systems do not report CPU time. The wall time alone bounds the warm-up there.
        return cpu == null ? Duration.ZERO : cpu;
    }
}
