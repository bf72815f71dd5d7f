package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.WorkerProtocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Workers that somebody else wrote, on real sockets.
class HostileWorkersTest {
    private static final Set<HostileServer.Kind> BAD = EnumSet.complementOf(EnumSet.of(HostileServer.Kind.LARGEST));

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger failedCalls = new AtomicInteger();
    private final FleetLimits limits = FleetLimits.of(128 << 20);
    private final WorkerFleet fleet = new WorkerFleet(List.of(FakeWorker.TASK), 0,
            new WorkerClient.Shared(http, "token", Clock.systemUTC(), limits, "hostile"), failedCalls::incrementAndGet);

    @AfterEach
    void close() {
        fleet.close();
        http.shutdownNow();
    }

    private static WorkerProcess process(int index, URI address) {
        return new WorkerProcess("worker-" + index, new WorkerAttempt(index, 0), address, null, null);
    }

    @Test
    void everyKindOfBadResponseIsAFailedCallThatChangesNothingAndIsNamed() throws Exception {
        Map<HostileServer.Kind, HostileServer> servers = new EnumMap<>(HostileServer.Kind.class);
        List<WorkerProcess> processes = new ArrayList<>();
        for (HostileServer.Kind kind : BAD) {
            servers.put(kind, new HostileServer(kind));
            processes.add(process(processes.size(), Objects.requireNonNull(servers.get(kind)).address()));
        }
        try (FakeWorker honest = new FakeWorker(3)) {
            processes.add(honest.process("honest", processes.size()));

            List<WorkerView> views = fleet.observe(processes, Optional.empty());

            int worker = 0;
            for (HostileServer.Kind kind : BAD) {
                WorkerView view = views.get(worker++);
                WorkerView.Unread unread = view.responses().unread();
                assertThat(unread != null && unread.isFinal()).as(kind.name()).isEqualTo(!kind.reason().isEmpty());
                assertThat(unread == null ? "" : unread.reason()).as(kind.name()).contains(kind.reason());
                assertThat(view.reports().measuredSeconds()).as(kind.name()).isZero();
            }
            assertThat(failedCalls).hasValue(BAD.size());
            assertThat(fleet.measured().samples(null).requests()).isEqualTo(3);
            assertThat(limits.reading().free()).as("what is read is given back").isEqualTo((128 << 20) / 4);
            assertThat(limits.calls().free()).isEqualTo(256);

            fleet.observe(processes, Optional.empty());
            servers.forEach((kind, server) -> assertThat(server.calls.get()).as(kind.name())
                    .isBetween(kind.reason().isEmpty() ? 2 : 1, kind.reason().isEmpty() ? 4 : 1));
        } finally {
            for (HostileServer server : servers.values()) {
                server.close();
            }
        }
    }

    @Test
    void aWorkerWhoseResponsesAreTooSlowThreeTimesIsNotCalledAgain() throws Exception {
        try (HostileServer slow = new HostileServer(HostileServer.Kind.SLOW_BYTES);
                WorkerFleet impatient = new WorkerFleet(List.of(FakeWorker.TASK), 0,
                        new WorkerClient.Shared(http, "token",
                                Clock.systemUTC(), limits.withTime(Duration.ofMillis(400)), "hostile"),
                        () -> {})) {
            List<WorkerProcess> processes = List.of(process(0, slow.address()));
            List<WorkerView.@Nullable Unread> unread = new ArrayList<>();
            for (int poll = 0; poll < 4; poll++) {
                unread.add(impatient.observe(processes, Optional.empty()).getFirst().responses().unread());
            }
            String reason = "expected a whole response within 0.4 s, found only a part of it";
            assertThat(unread).containsExactly(new WorkerView.Unread(reason, false),
                    new WorkerView.Unread(reason, false), new WorkerView.Unread(reason, true),
                    new WorkerView.Unread(reason, true));
            assertThat(slow.calls).hasValue(3);
        }
    }

    @Test
    void theLargestReportIsReadAndKeepsRoomForOthers() throws Exception {
        assertThat(LargestReport.after(0)).hasSizeBetween(WorkerProtocol.MAX_RESPONSE_BYTES / 5 * 4,
                WorkerProtocol.MAX_RESPONSE_BYTES);
        try (HostileServer large = new HostileServer(HostileServer.Kind.LARGEST)) {
            WorkerView view = fleet.observe(List.of(process(0, large.address())), Optional.empty()).getFirst();
            assertThat(view.responses().unread()).isNull();
            assertThat(view.reports().measuredSeconds()).isEqualTo(LargestReport.SECONDS);
            assertThat(limits.stored().free()).isBetween((128L << 20) / 16 * 4, (128L << 20) / 16 * 5 - (1 << 20));
        }
    }

    /// The fleets run in a process of their own with half of the operator's heap.
    @Test
    void fiftyHostileWorkersLeaveTheResultOfAnotherNamespaceExactAndTheProcessAlive() throws Exception {
        List<HostileServer> servers = new ArrayList<>();
        try (FakeWorker one = new FakeWorker(30); FakeWorker other = new FakeWorker(40)) {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                    .toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Djdk.http.maxHeaderSize=65536", "-cp", System.getProperty("java.class.path"),
                    BesideHostileWorkers.class.getName(), address(one), address(other)));
            HostileServer.Kind[] kinds = HostileServer.Kind.values();
            for (int worker = 0; worker < 50; worker++) {
                // Half of them send as much as is permitted.
                servers.add(new HostileServer(
                        worker % 2 == 0 ? HostileServer.Kind.LARGEST : kinds[worker / 2 % kinds.length]));
                command.add(servers.getLast().address().toString());
            }
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(Arrays.asList(output.strip().split("\n"))).last().asString()
                    .matches("70 requests in each of [1-9][0-9]* honest runs, no call failed");
        } finally {
            for (HostileServer server : servers) {
                server.close();
            }
        }
    }

    private static String address(FakeWorker worker) throws IOException {
        return String.valueOf(worker.process("", 0).address());
    }
}
