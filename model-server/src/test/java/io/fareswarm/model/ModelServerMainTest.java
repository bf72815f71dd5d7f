package io.fareswarm.model;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.logging.ProgramLog;
import io.fareswarm.model.train.RideFiles;

import static org.assertj.core.api.Assertions.assertThat;

/// Runs the command line in processes of its own, like a user.
class ModelServerMainTest {
    private static final String HEADER = RideFiles.HEADER + "\n";
    private static final String RIDES = HEADER + RideFiles.FOUR_ROWS;

    @TempDir
    Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();

    record Ended(int status, String out, String err) {}

    private Process start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary,
                        // The test class path has slf4j's API, which the program does not have.
                        "-Dslf4j.internal.verbosity=ERROR", "-cp",
                        System.getProperty("java.class.path"), ModelServerMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    private Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Process process = start(environment, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
        return new Ended(status, out, Files.readString(folder.resolve("err")));
    }

    private JsonNode model(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void trainPrintsTheResultOfTheFit() throws Exception {
        Ended ended = run("train", "--synthetic", "1000", "--seed", "7", "--out", "m.json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        JsonNode model = model("m.json");
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
    void aCommandGivenTwiceIsBadInput() throws Exception {
        Ended ended = run("train", "--weights", "1,2,3", "train", "--weights", "4,5,6");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("error: expected train at most once, found it 2 times; see model-server --help\n");
        assertThat(folder.resolve("model.json")).doesNotExist();
    }

    @Test
    void anErrorIsOneLineThatFitsIntoAPodsStatus() throws Exception {
        Ended ended = run("train", "--data", "no\nsuch\tfile" + "é".repeat(4_000));
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("error: expected a file of rides, found none at no such fileé")
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(Files.size(folder.resolve("err"))).isBetween(1_990L, 2_048L);
    }

    @Test
    void trainReadsAMountedConfigMapAndWritesTheModelAsTerminationMessage() throws Exception {
        Path generation = Files.createDirectories(folder.resolve("data/..2026_01_01_00_00_00.1"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(generation.resolve("rides.any")))) {
            out.write(RIDES.getBytes(StandardCharsets.US_ASCII));
        }
        Files.createSymbolicLink(folder.resolve("data/..data"), generation.getFileName());
        Files.createSymbolicLink(folder.resolve("data/rides.any"), Path.of("..data/rides.any"));
        Path log = Files.writeString(folder.resolve("termination-log"), "from before ".repeat(1_000));
        Path mounted = Files.createLink(folder.resolve("mounted"), log);

        Ended ended = run("train", "--data", "data/rides.any", "--max-rows", "4", "--out", "m.json",
                "--termination-log", log.toString());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(model("m.json").at("/rows/used").asInt()).isEqualTo(4);
        // The other name of the same file has the new content: the file was written in place, not replaced.
        assertThat(model("mounted")).isEqualTo(model("m.json"));
        assertThat(mounted).content().hasLineCount(1).hasSizeLessThan(3 << 10);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    }

    @Test
    void trainReadsStandardInput() throws Exception {
        Process process = start("train", "--data", "-", "--out", "m.json");
        try (OutputStream in = process.getOutputStream()) {
            in.write(RIDES.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
        assertThat(model("m.json").at("/rows/used").asInt()).isEqualTo(4);
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
        Ended empty = run("train", "--data", "/dev/null");
        assertThat(empty.status()).isEqualTo(2);
        assertThat(empty.err())
                .startsWith("error: /dev/null: line 1: expected a CSV with a header line, found nothing");
    }

    @Test
    void anErrorInStandardInputNamesIt() throws Exception {
        Process process = start("train", "--data", "-");
        process.getOutputStream().close();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(folder.resolve("err")).content()
                .startsWith("error: standard input: line 1: expected a CSV with a header line, found nothing");
        Ended both = run("train", "--data", "-", "--until-stdin-closes");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).startsWith("error: --until-stdin-closes: expected rides from a file, found --data -");
    }

    @Test
    void trainReadsAPipeThroughItsPath() throws Exception {
        Process process = start("train", "--data", "/dev/stdin", "--out", "m.json");
        try (OutputStream in = new GZIPOutputStream(process.getOutputStream())) {
            in.write(RIDES.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
        Path fifo = folder.resolve("rides.fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        Process second = start("train", "--data", "rides.fifo", "--out", "fifo.json");
        try (ZipOutputStream out = new ZipOutputStream(new FileOutputStream(fifo.toFile()))) {
            out.putNextEntry(new ZipEntry("train"));
            out.write(RIDES.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(second.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
        assertThat(model("fifo.json").path("digest")).isEqualTo(model("m.json").path("digest"));
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void aDirectoryOfRidesIsBadInput() throws Exception {
        Ended ended = run("train", "--data", "temporary");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("error: expected a file of rides, found a directory at temporary\n");
    }

    private static final Map<String, String> JSON = Map.of(ProgramLog.FORMAT, ProgramLog.JSON);

    /// Reads the lines of a log collector.
    private static List<JsonNode> logged(String text) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            JsonNode read = new ObjectMapper().readTree(line);
            assertThat(read.path("time").asText()).isNotEmpty();
            assertThat(read.path("logger").asText()).isEqualTo(ModelServerMain.class.getName());
            lines.add(read);
        }
        return lines;
    }

    @Test
    void aTrainerThatLogsJsonLogsItsSummaryAsOneMessage() throws Exception {
        Ended ended = run(JSON, "train", "--synthetic", "1000", "--out", "m.json");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(logged(ended.err())).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("info");
            assertThat(line.path("message").asText()).startsWith("weights ").contains("; rows used 1,000; ")
                    .endsWith("; written to m.json");
        });
    }

    @Test
    void aFailedTrainerThatLogsJsonWritesAPlainTerminationMessage() throws Exception {
        Path message = Files.createFile(folder.resolve("termination-log"));
        Ended ended = run(JSON, "train", "--termination-log", message.toString(), "--data", "none.csv");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(logged(ended.err())).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("error");
            assertThat(line.path("message").asText()).isEqualTo("expected a file of rides, found none at none.csv");
            assertThat(line.has("error")).as("stack trace of bad input").isFalse();
        });
        assertThat(message).hasContent("error: expected a file of rides, found none at none.csv");
    }

    @Test
    void aTrainerWithAnUnknownOptionWritesAPlainTerminationMessage() throws Exception {
        Path message = Files.createFile(folder.resolve("termination-log"));
        Ended ended = run(JSON, "train", "--termination-log", message.toString(), "--weights", "1,2,3", "--colour",
                "blue");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(logged(ended.err())).singleElement()
                .satisfies(line -> assertThat(line.path("message").asText()).contains("--colour"));
        assertThat(message).content().startsWith("error: ").contains("--colour");
    }

    @Test
    void aTrainerThatCannotRunLogsTheStackTrace() throws Exception {
        Ended ended = run(JSON, "train", "--weights", "1,2,3", "--out", "no/such/folder/m.json");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(logged(ended.err())).singleElement().satisfies(line -> {
            assertThat(line.path("message").asText()).isEqualTo(
                    "could not run: no/such/folder/m.json cannot be written: there is no directory no/such/folder");
            assertThat(line.path("error").asText()).contains("\n\tat ");
        });
    }

    @Test
    void aServerThatLogsJsonPrintsNothingElse() throws Exception {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString()))
                .isZero();
        Process server = start(JSON, "serve", "--model", "m.json", "--port", "0", "--until-stdin-closes");
        while (!Files.readString(folder.resolve("err")).endsWith("\n")) {
            Thread.onSpinWait();
        }
        String message = logged(Files.readString(folder.resolve("err"))).getFirst().path("message").asText();
        assertThat(ready(URI.create(message.substring("listening on ".length())))).isEqualTo(200);
        server.getOutputStream().close();
        assertThat(server.waitFor()).isZero();
        assertThat(server.inputReader().readAllAsString()).isEmpty();
        assertThat(logged(Files.readString(folder.resolve("err")))).singleElement()
                .satisfies(line -> assertThat(line.path("level").asText()).isEqualTo("info"));
    }

    @Test
    void aTerminationLogThatCannotBeWrittenIsReported() {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString(),
                "--termination-log", folder.toString())).isEqualTo(3);
    }

    @Test
    void trainReadsADownloadedFile() throws Exception {
        byte[] rides = RIDES.getBytes(StandardCharsets.US_ASCII);
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rides));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rides", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, rides.length);
                exchange.getResponseBody().write(rides);
            }
        });
        server.start();
        try {
            String address = "http://127.0.0.1:%d/rides".formatted(server.getAddress().getPort());
            Ended ended = run("train", "--url", address, "--sha256", sha256, "--allowed-cidrs", "127.0.0.0/8",
                    "--out", "downloaded.json");
            assertThat(ended.err()).isEmpty();
            assertThat(ended.status()).isZero();
            Path file = Files.write(folder.resolve("rides.csv"), rides);
            assertThat(ModelServerMain.run("train", "--data", file.toString(), "--out",
                    folder.resolve("m.json").toString()))
                    .isZero();
            assertThat(model("downloaded.json").path("digest")).isEqualTo(model("m.json").path("digest"));

            Ended other = run("train", "--url", address, "--sha256", "0".repeat(64), "--allowed-cidrs", "127.0.0.0/8");
            assertThat(other.status()).isEqualTo(2);
            assertThat(other.err()).isEqualTo(
                    "error: %s: expected a file with the SHA-256 %s, found %s; check which of them is meant\n"
                            .formatted(address, "0".repeat(64), sha256));
            Ended closed = run("train", "--url", address, "--sha256", sha256);
            assertThat(closed.status()).isEqualTo(2);
            assertThat(closed.err())
                    .startsWith("error: " + address + ": 127.0.0.1: expected an ordinary address, found 127.0.0.1");
            assertThat(folder.resolve("model.json")).doesNotExist();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void trainRequiresExactlyOneSource() throws Exception {
        assertThat(ModelServerMain.run("train")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--data", "x.csv", "--synthetic", "1000")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--url", "http://127.0.0.1/x", "--sha256", "0", "--data", "x.csv"))
                .isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--url", "http://127.0.0.1/x")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--url", "http://127.0.0.1/x", "--sha256", "0")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--url", "127.0.0.1/x", "--sha256", "0".repeat(64))).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--weights", "1,2")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--weights", "1,2,NaN")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--synthetic", "99")).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--data", folder.resolve("nothing.csv").toString())).isEqualTo(2);
        assertThat(ModelServerMain.run("train", "--data", folder.toString(), "--max-rows", "0")).isEqualTo(2);
    }

    @Test
    void aModelFileThatCannotBeWrittenIsNotBadInput() {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out",
                folder.resolve("no/such/folder").toString()))
                .isEqualTo(3);
    }

    @Test
    void aMinusPrintsTheModelOnStandardOutputAndTheSummaryOnStandardError() throws Exception {
        Ended ended = run("train", "--weights", "1,2,3", "--out", "-");
        assertThat(ended.status()).isZero();
        assertThat(new ObjectMapper().readTree(ended.out()).path("digest").asText()).isNotEmpty();
        assertThat(ended.err()).contains("weights");
        assertThat(folder.resolve("-")).doesNotExist();
        assertThat(run("train", "--weights", "1,2,3", "--out", "/dev/stdout").out()).startsWith("{").endsWith("}\n");
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeTheTraining() throws Exception {
        Ended ended = run("train", "--data", "none.csv", "--out", "no/such/folder/m.json");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).isEqualTo("error: could not run: no/such/folder/m.json cannot be written: "
                + "there is no directory no/such/folder\n");
    }

    @Test
    void trainWritesTheFileThatALinkLeadsToAndTouchesNoOther() throws Exception {
        Path part = Files.writeString(folder.resolve("m.json.part"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("m.json"), Path.of("other.json"));
        assertThat(run("train", "--weights", "1,2,3", "--out", "m.json").status()).isZero();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(model("other.json").path("digest").asText()).isNotEmpty();
        assertThat(part).hasContent("mine");
    }

    @Test
    void serveEndsWhenStandardInputCloses() throws Exception {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString()))
                .isZero();
        Process server = start("serve", "--model", "m.json", "--port", "0", "--until-stdin-closes");
        try (BufferedReader out = server.inputReader()) {
            URI uri = URI.create(out.readLine().replaceFirst("^listening on ", ""));
            assertThat(ready(uri)).isEqualTo(200);
            server.getOutputStream().close();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        }
        assertThat(folder.resolve("err")).content().isEmpty();
    }

    @Test
    void serveListensOnEveryAddressUntilASignalEndsIt() throws Exception {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString()))
                .isZero();
        Process server = start("serve", "--model", "m.json", "--host", "0.0.0.0", "--port", "0");
        try (BufferedReader out = server.inputReader()) {
            URI uri = URI.create(out.readLine().replaceFirst("^listening on ", ""));
            assertThat(uri.getHost()).isEqualTo("0.0.0.0");
            assertThat(ready(URI.create("http://127.0.0.1:" + uri.getPort()))).isEqualTo(200);
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as("128 and SIGTERM").isEqualTo(143);
        }
        assertThat(folder.resolve("err")).content().isEmpty();
    }

    @Test
    void serveTakesThePathAndTheAddressesOfAReverseProxy() throws Exception {
        assertThat(ModelServerMain.run("train", "--weights", "1,2,3", "--out", folder.resolve("m.json").toString()))
                .isZero();
        Process server = start(Map.of("FORWARDED_ALLOW_IPS", "10.0.0.0/8,127.0.0.0/8"), "serve", "--model", "m.json",
                "--port", "0", "--root-path", "/fares");
        try (BufferedReader out = server.inputReader(); HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(out.readLine().replaceFirst("^listening on ", ""));
            HttpResponse<Void> response = client.send(HttpRequest.newBuilder(uri.resolve("/docs/"))
                    .header("X-Forwarded-Proto", "https").build(), HttpResponse.BodyHandlers.discarding());
            assertThat(response.headers().firstValue("location"))
                    .hasValue("https://127.0.0.1:%d/fares/docs".formatted(uri.getPort()));
            server.destroy();
            server.waitFor();
        }
        Ended path = run("serve", "--model", "m.json", "--root-path", "fares");
        assertThat(path.status()).isEqualTo(2);
        assertThat(path.err()).isEqualTo(
                "error: --root-path: expected a path such as /fares, of letters, digits and the characters . _ ~ -, found fares\n");
        Ended addresses = run("serve", "--model", "m.json", "--forwarded-allow-ips", "proxy");
        assertThat(addresses.status()).isEqualTo(2);
        assertThat(addresses.err()).isEqualTo(
                "error: --forwarded-allow-ips: expected IP addresses, ranges such as 10.0.0.0/8, or *, found proxy\n");
        Ended variable = run(Map.of("FORWARDED_ALLOW_IPS", "localhost"), "serve", "--model", "m.json");
        assertThat(variable.status()).isEqualTo(2);
        assertThat(variable.err()).isEqualTo(
                "error: FORWARDED_ALLOW_IPS: expected IP addresses, ranges such as 10.0.0.0/8, or *, found localhost\n");
        Ended both = run(Map.of("FORWARDED_ALLOW_IPS", "localhost"), "serve", "--model", "m.json",
                "--forwarded-allow-ips", "localhost");
        assertThat(both.err()).startsWith("error: --forwarded-allow-ips: expected");
    }

    /// The status of the server's readiness after its warm-up.
    private static int ready(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = 503;
            while (status == 503) {
                status = client.send(HttpRequest.newBuilder(uri.resolve("/health/ready")).build(),
                        HttpResponse.BodyHandlers.discarding()).statusCode();
            }
            return status;
        }
    }
}
