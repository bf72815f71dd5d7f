package io.fareswarm.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.metrics.ProcessMetrics;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// Runs the send loop on a server in this process until the JVM has compiled it, so that the first requests of a run are
/// not sent, and timed, by an interpreter.
final class WarmUp {
    /// CPU time of the whole process, compiling and all, that each of the load's two models gets.
    private static final Duration CPU_OF_USERS = Duration.ofMillis(500);
    private static final Duration CPU_OF_ARRIVALS = Duration.ofMillis(200);

    /// And wall time of both, on a machine that gives it little CPU.
    private static final long LONGEST_MILLIS = 5_000;

    private static final int USERS = 32;
    private static final double ARRIVAL_RATE = 20_000;
    private static final int REPORTS = 5;

    private WarmUp() {}

    /// @throws IOException when this machine has no loopback or no sockets
    static void run() throws IOException, InterruptedException {
        try (WarmUpServer responder = new WarmUpServer()) {
            String url = "http://127.0.0.1:" + responder.port();
            swarm(slice(url, new Load(new Load.Users(USERS, 1e6, null, new Load.Wait(null, "0s", null, null)), null)),
                    CPU_OF_USERS);
            Slice arrivals = slice(url,
                    new Load(null, new Load.Arrivals(ARRIVAL_RATE, null, Load.Distribution.constant, USERS)));
            report(arrivals, swarm(arrivals, CPU_OF_ARRIVALS));
        }
        // What starting up left behind is collected now and not during the run.
        System.gc();
    }

    private static WorkerRun swarm(Slice slice, Duration atMost) throws IOException, InterruptedException {
        Duration until = cpu().plus(atMost);
        WorkerRun run = new WorkerRun(slice);
        long barrier = System.nanoTime();
        CountDownLatch finished = new CountDownLatch(1);
        run.start(() -> System.nanoTime() - barrier, finished::countDown);
        while (!finished.await(10, TimeUnit.MILLISECONDS)) {
            if (cpu().compareTo(until) > 0) {
                run.stop();
            }
        }
        return run;
    }

    /// Reports are written beside the load, maybe on its only core: they are warm, too.
    private static void report(Slice slice, WorkerRun run) throws IOException {
        JsonMapper mapper = WorkerServer.newMapper();
        WorkerStatus status = new WorkerStatus(0, false, WorkerState.Finished, null, null, null, null, null);
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
        Task valid = task("valid ride", 5, 0);
        Task missing = task("ride with a field missing", 1, 1);
        return new Slice("priming", "", "priming", 0, 0, 1, 0, 0, 0, url, 1_000, load, List.of(valid, missing), 0,
                LONGEST_MILLIS / 2, null, 100, 1);
    }

    private static Task task(String name, int weight, int drop) {
        return new Task(name, weight,
                new Task.Request(Task.Method.POST, "/predict", new Task.Body(new Task.Ride(drop))),
                new Task.Expectation(List.of("2xx")));
    }

    private static Duration cpu() {
        @Nullable
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(null);
        // A system that does not tell it: wall time bounds the priming alone.
        return cpu == null ? Duration.ZERO : cpu;
    }
}
