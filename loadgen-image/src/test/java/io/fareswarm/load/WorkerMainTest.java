package io.fareswarm.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.logging.ProgramLog;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class WorkerMainTest {
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // The test class path has slf4j's API, which the program does not have.
                        "-Dslf4j.internal.verbosity=ERROR", "-cp", System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(@Nullable String token, Class<?> main, String... arguments) throws IOException {
        return start(token, java(main, arguments));
    }

    private Process start(@Nullable String token, List<String> command) throws IOException {
        return start(token, command, Map.of());
    }

    private Process start(@Nullable String token, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("FARESWARM_TOKEN");
        if (token != null) {
            builder.environment().put("FARESWARM_TOKEN", token);
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static URI address(Process process) throws IOException {
        String line = Objects.requireNonNull(new BufferedReader(process.inputReader(UTF_8)).readLine());
        assertThat(line).matches("listening on http://127\\.0\\.0\\.1:[0-9]+");
        return URI.create(line.substring("listening on ".length()));
    }

    private static int call(URI address, String method, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return call(client, address, method, path, "").statusCode();
        }
    }

    private static HttpResponse<String> call(HttpClient client, URI address, String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer t")
                .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void badInputExitsWithStatus2AndAMessage() throws Exception {
        for (String[] arguments : new String[][]{{"--port", "x"}, {"--port", "65536"}, {"--port"}, {"--unknown"},
                {"--allowed-cidrs", "127.0.0.1"}}) {
            Process process = start("t", WorkerMain.class, arguments);
            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(process.errorReader(UTF_8).lines()).singleElement().asString().startsWith("error: ")
                    .endsWith("; see java -jar loadgen-image.jar --help");
        }
        Process tokenless = start(null, WorkerMain.class);
        assertThat(tokenless.waitFor()).isEqualTo(2);
        assertThat(tokenless.errorReader(UTF_8).lines()).anyMatch(line -> line.contains("FARESWARM_TOKEN, found none"));
    }

    @Test
    void helpNeedsNoToken() throws Exception {
        Process process = start(null, WorkerMain.class, "--help");
        assertThat(process.inputReader(UTF_8).lines()).anyMatch(line -> line.startsWith("usage: "));
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aWorkerBecomesReadyAndExitsWhenReleased() throws Exception {
        Process process = start("t", WorkerMain.class, "--until-stdin-closes");
        URI address = address(process);
        while (call(address, "GET", "/health") != 200) {
            Thread.onSpinWait();
        }
        assertThat(call(address, "POST", "/done")).isEqualTo(200);
        assertThat(process.waitFor()).isZero();
    }

    /// Reads a line of a log collector.
    private static JsonNode logged(@Nullable String line) throws IOException {
        JsonNode read = new JsonMapper().readTree(Objects.requireNonNull(line));
        assertThat(read.path("time").asText()).isNotEmpty();
        assertThat(read.path("logger").asText()).isEqualTo(WorkerMain.class.getName());
        return read;
    }

    @Test
    void aWorkerThatLogsJsonPrintsNothingElse() throws Exception {
        Process process = start("t", java(WorkerMain.class), Map.of(ProgramLog.FORMAT, ProgramLog.JSON));
        JsonNode listening;
        try (BufferedReader lines = process.errorReader(UTF_8)) {
            listening = logged(lines.readLine());
            String message = listening.path("message").asText();
            URI address = URI.create(message.substring("listening on ".length()));
            while (call(address, "GET", "/health") != 200) {
                Thread.onSpinWait();
            }
            process.toHandle().destroy(); // which leaves the pipes open
            assertThat(lines.readLine()).isNull();
        }
        assertThat(listening.path("level").asText()).isEqualTo("info");
        assertThat(process.inputReader(UTF_8).readAllAsString()).isEmpty();
    }

    @Test
    void aWorkerThatLogsJsonReportsBadInputAsOneLine() throws Exception {
        Process process = start("t", java(WorkerMain.class, "--port", "65536"),
                Map.of(ProgramLog.FORMAT, ProgramLog.JSON));
        JsonNode line = logged(process.errorReader(UTF_8).readAllAsString());
        assertThat(line.path("level").asText()).isEqualTo("error");
        assertThat(line.path("message").asText()).startsWith("expected --port from 0 to 65535, found 65536");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aWorkerWithoutAnOrderConnectsToNoLoopbackAddress() throws Exception {
        Process process = start("t", WorkerMain.class, "--until-stdin-closes");
        URI address = address(process);
        Slice slice = Slices.of(Slices.users(1, 1, "0s")).to(address.getPort()).slice();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = call(client, address, "PUT", "/slice",
                    WorkerServer.newMapper().writeValueAsString(slice));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("url: 127.0.0.1: expected an ordinary address, found 127.0.0.1, a loopback address");
        }
    }

    @Test
    void aWorkerThatCanOpenNoMoreConnectionsEndsTheRunAndReportsWhatToDo() throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 250 && exec \"$@\"", "sh"));
        command.addAll(java(WorkerMain.class, "--until-stdin-closes", "--allowed-cidrs", "127.0.0.0/8"));
        JsonMapper mapper = WorkerServer.newMapper();
        Report report;
        // The target never responds, so each user needs a connection of its own.
        try (ScriptedServer target = new ScriptedServer(connection -> {
            connection.read();
            connection.read();
        }); HttpClient client = HttpClient.newHttpClient()) {
            URI address = address(start("t", command));
            while (call(client, address, "GET", "/health", "").statusCode() != 200) {
                Thread.onSpinWait();
            }
            Slice slice = Slices.of(Slices.users(500, 1e6, "0s")).to(target.port()).times(0, 3_600_000, 60_000)
                    .timeout(600_000).slice();
            WorkerStatus status = mapper.readValue(
                    call(client, address, "PUT", "/slice", mapper.writeValueAsString(slice)).body(),
                    WorkerStatus.class);
            while (Objects.requireNonNull(status.assignment()).startNanos() == null) {
                // A worker rejects a barrier that is in the past.
                StartOrder order = new StartOrder(slice.run().id(), status.clockNanos() + 1_000_000_000);
                status = mapper.readValue(
                        call(client, address, "POST", "/start", mapper.writeValueAsString(order)).body(),
                        WorkerStatus.class);
            }
            do {
                report = mapper.readValue(call(client, address, "GET", "/report?after=-1", "").body(), Report.class);
            } while (report.status().state() != WorkerState.Finished);
        }
        assertThat(report.status().problem()).startsWith("expected a socket for another connection, found: ")
                .contains("use more workers", "ulimit -n");
        IntervalReport total = Objects.requireNonNull(report.total());
        assertThat(total.errors()).as("of the target").isEmpty();
    }

    @Test
    void aWorkerExitsOnASignal() throws Exception {
        Process process = start("t", WorkerMain.class);
        address(process);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void aWorkerExitsWhenItsStandardInputEnds() throws Exception {
        Process process = start("t", WorkerMain.class, "--until-stdin-closes");
        address(process);
        process.outputWriter(UTF_8).close();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aWorkerDoesNotOutliveAKilledParent() throws Exception {
        Process parent = start("t", Parent.class);
        String worker = Objects.requireNonNull(new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8))
                .readLine());
        ProcessHandle handle = ProcessHandle.of(Long.parseLong(worker)).orElseThrow();
        assertThat(handle.isAlive()).isTrue();
        parent.destroyForcibly();
        handle.onExit().join();
        assertThat(handle.isAlive()).isFalse();
    }

    /// A process that starts a worker as its child, prints the child's process id when the child listens, and then does
    /// nothing.
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Process worker = new ProcessBuilder(java(WorkerMain.class, "--until-stdin-closes")).start();
            address(worker);
            System.out.println(worker.pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
