package io.fareswarm.operator.fleet;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.fareswarm.operator.run.WorkerAttempt;

/// Program of [HostileWorkersTest]: reads two honest workers again and again, while another namespace's fleet reads hostile
/// ones: those of the arguments, and as many whose reports are permitted and as large as possible.
final class BesideHostileWorkers {
    private static final int ROUNDS = 2;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FleetLimits limits = FleetLimits.ofThisProcess();

    private BesideHostileWorkers() {}

    /// @param arguments addresses: of both honest workers, then of the hostile ones
    public static void main(String[] arguments) throws Exception {
        List<URI> addresses = Arrays.stream(arguments).map(URI::create).toList();
        BesideHostileWorkers program = new BesideHostileWorkers();
        CompletableFuture<Void> hostile = CompletableFuture.runAsync(
                () -> program.observe(addresses.subList(2, addresses.size())),
                command -> Thread.ofVirtual().start(command));
        int runs = 0;
        do {
            program.honestRun(addresses.subList(0, 2));
            runs++;
        } while (!hostile.isDone());
        hostile.join();
        System.out.printf("70 requests in each of %d honest runs, no call failed%n", runs);
        System.exit(0);
    }

    private WorkerFleet fleet(String namespace, List<String> tasks, AtomicInteger failedCalls) {
        return new WorkerFleet(tasks, 0, new WorkerClient.Shared(http, "token", Clock.systemUTC(), limits, namespace),
                failedCalls::incrementAndGet);
    }

    private static List<WorkerProcess> processes(List<URI> addresses) {
        List<WorkerProcess> processes = new ArrayList<>();
        for (URI address : addresses) {
            processes.add(new WorkerProcess("worker-" + processes.size(), new WorkerAttempt(processes.size(), 0),
                    address, null, null));
        }
        return processes;
    }

    private void honestRun(List<URI> addresses) throws InterruptedException {
        AtomicInteger failedCalls = new AtomicInteger();
        try (WorkerFleet fleet = fleet("honest", List.of(FakeWorker.TASK), failedCalls)) {
            fleet.observe(processes(addresses), Optional.empty());
            long requests = fleet.measured().samples(null).requests();
            // Milliseconds from 0 to 29 and from 0 to 39.
            double sum = fleet.measured().samples(null).latency().meanMicros() * requests;
            if (requests != 70 || Math.round(sum) != 1_215_000 || failedCalls.get() != 0) {
                throw new IllegalStateException("expected 70 requests of 1,215 ms, found %d of %f µs, %d calls failed"
                        .formatted(requests, sum, failedCalls.get()));
            }
        }
    }

    private void observe(List<URI> addresses) {
        try (WorkerFleet fleet = fleet("hostile", List.of(FakeWorker.TASK), new AtomicInteger())) {
            for (int round = 0; round < ROUNDS; round++) {
                fleet.observe(processes(addresses), Optional.empty());
                fleet.measured().result(1_000_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
