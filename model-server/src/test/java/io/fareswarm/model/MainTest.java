package io.fareswarm.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Runs the command line as processes of their own, as a user does.
class MainTest {
    private static final String HEADER = "key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count\n";

    @TempDir
    Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();

    record Ended(int status, String out, String err) {}

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile()).start();
        started.add(process);
        return process;
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(folder.resolve("err")));
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void trainsAndSaysWhatItFound() throws Exception {
        Ended ended = run("train", "--synthetic", "1000", "--seed", "7", "--out", "m.json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        JsonNode model = new ObjectMapper().readTree(folder.resolve("m.json").toFile());
        assertThat(model.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(model.path("rows").path("used").asInt()).isEqualTo(1000);
        assertThat(ended.out()).contains("rows used   1,000").contains("digest      " + model.path("digest").asText())
                .contains("RMSE        " + model.path("rmse").asText());
        assertThat(folder.resolve("m.json.part")).doesNotExist();
    }

    @Test
    void badInputEndsWithOneLineAndStatusTwo() throws Exception {
        Files.writeString(folder.resolve("rides.csv"), HEADER + "a,b,d,-73.9,40.7,-73.9,40.7,1\n");
        Ended ended = run("train", "--data", "rides.csv");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo(
                "error: rides.csv: line 2: expected a finite number in fare_amount, found \"b\"; correct or remove the line\n");
        assertThat(folder.resolve("model.json")).doesNotExist();
    }

    @Test
    void exactlyOneSourceIsTaken() throws Exception {
        assertThat(Main.run("train")).isEqualTo(2);
        assertThat(Main.run("train", "--data", "x.csv", "--synthetic", "1000")).isEqualTo(2);
        assertThat(Main.run("train", "--weights", "1,2")).isEqualTo(2);
        assertThat(Main.run("train", "--weights", "1,2,NaN")).isEqualTo(2);
        assertThat(Main.run("train", "--synthetic", "99")).isEqualTo(2);
        assertThat(Main.run("train", "--data", folder.resolve("nothing.csv").toString())).isEqualTo(2);
        assertThat(Main.run("train", "--data", folder.toString(), "--max-rows", "0")).isEqualTo(2);
    }

    @Test
    void whatCannotBeWrittenIsNoBadInput() {
        assertThat(Main.run("train", "--weights", "1,2,3", "--out", folder.resolve("no/such/folder").toString()))
                .isEqualTo(3);
    }

    @Test
    void servesUntilStandardInputCloses() throws Exception {
        assertThat(Main.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString())).isZero();
        Process server = start("serve", "--model", "m.json", "--port", "0", "--until-stdin-closes");
        try (BufferedReader out = server.inputReader()) {
            URI uri = URI.create(out.readLine().replaceFirst("^listening on ", ""));
            assertThat(ready(uri)).isEqualTo(200);
            server.getOutputStream().close();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        }
        assertThat(folder.resolve("err")).isEmptyFile();
    }

    @Test
    void aSignalEndsTheServer() throws Exception {
        assertThat(Main.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString())).isZero();
        Process server = start("serve", "--model", "m.json", "--port", "0");
        try (BufferedReader out = server.inputReader()) {
            assertThat(out.readLine()).startsWith("listening on http://127.0.0.1:");
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int ready(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri.resolve("/health/ready")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
