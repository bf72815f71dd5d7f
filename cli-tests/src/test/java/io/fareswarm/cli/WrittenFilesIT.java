package io.fareswarm.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Tests that commands write their files where their options say.
class WrittenFilesIT {
    /// A digit of another script than the Latin one.
    private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{IsDigit}&&[^0-9]]");

    @TempDir
    Path folder = Path.of("");

    private record Ended(int status, String out, String err) {}

    /// Runs the command with its standard output in another file.
    private Ended printing(Path out, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Cli.launcher().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("FARESWARM_BUILD", "never");
        int status = builder.start().waitFor();
        return new Ended(status, "", Files.readString(folder.resolve("err")));
    }

    private static boolean call(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /// A device like `/dev/full` in the test's own directory.
    private Path full() throws IOException, InterruptedException {
        Path node = folder.resolve("full");
        assumeTrue(call("mknod", node.toString(), "c", "1", "7"), "needs root");
        try {
            Files.newOutputStream(node, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            assumeTrue(false, "devices cannot be opened in the directory of temporary files");
        }
        return node;
    }

    private static HttpServer target() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void trainWritesADeviceThroughALinkAndBothStay() throws Exception {
        Path node = full();
        Path link = Files.createSymbolicLink(folder.resolve("link"), node);
        try (Cli cli = new Cli(folder, "train", "--weights", "1,2,3", "--out", link.toString())) {
            assertThat(cli.status()).isEqualTo(3);
            assertThat(cli.err()).contains(link + " cannot be written: the disk is full");
        }
        assertThat((int) Files.getAttribute(node, "unix:mode") & 0170000).isEqualTo(0020000);
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }

    @Test
    void trainPrintsTheModelForAMinusAndKeepsWhatStandardOutputHadBefore() throws Exception {
        Path out = Files.writeString(folder.resolve("stdout"), "before\n");
        assertThat(printing(out, "train", "--weights", "1,2,3", "--out", "/dev/stdout").status()).isZero();
        assertThat(printing(out, "train", "--weights", "1,2,3", "--out", "-").status()).isZero();
        assertThat(out).content().startsWith("before\n{").contains("}\n{").endsWith("}\n");
        assertThat(Files.isRegularFile(out, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aResultThatStandardOutputDoesNotTakeIsAnErrorAndTheReportIsWritten() throws Exception {
        Path node = full();
        HttpServer server = target();
        try {
            Ended ended = printing(node, "swarm", url(server), "-t", "1s", "--wait", "50ms-50ms", "--json", "--no-page",
                    "--report", folder.resolve("report").toString());
            assertThat(ended.status()).as(ended.err()).isEqualTo(3);
            assertThat(ended.err()).contains("standard output cannot be written: the disk is full");
            assertThat(new JsonMapper().readTree(folder.resolve("report/result.json").toFile()).path("phase").asText())
                    .isEqualTo("Finished");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void allTextsHaveDigitsOfAsciiOnAMachineWithArabicDigits() throws Exception {
        Path report = folder.resolve("report");
        HttpServer server = target();
        try (Cli cli = new Cli(folder,
                variables -> variables.put("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG"), "swarm",
                url(server), "-t", "2s", "--wait", "50ms-50ms", "--no-page", "--report", report.toString())) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
            assertThat(cli.out() + cli.err()).doesNotContainPattern(OTHER_DIGIT);
        } finally {
            server.stop(0);
        }
        try (Stream<Path> files = Files.walk(report)) {
            assertThat(files.filter(Files::isRegularFile)).hasSizeGreaterThan(6)
                    .allSatisfy(file -> assertThat(file).content().doesNotContainPattern(OTHER_DIGIT));
        }
    }

    @Test
    void aReportThatCannotBeWrittenKeepsTheEarlierOneAndNamesThePath() throws Exception {
        Path report = Files.createDirectory(folder.resolve("report"));
        Files.writeString(report.resolve("result.html"), "earlier");
        Files.writeString(report.resolve("latency-earlier.hlog"), "earlier");
        Files.createDirectory(report.resolve("stats.csv"));
        HttpServer server = target();
        try (Cli cli = new Cli(folder, "swarm", url(server), "-t", "1s", "--wait", "50ms-50ms", "--json", "--no-page",
                "--report", report.toString())) {
            assertThat(cli.status()).as(cli.err()).isEqualTo(3);
            assertThat(cli.err()).contains(report.resolve("stats.csv") + " cannot be written: it is a directory");
            assertThat(report.resolve("result.html")).hasContent("earlier");
            assertThat(report.resolve("latency-earlier.hlog")).hasContent("earlier");
            assertThat(new JsonMapper().readTree(cli.out()).path("phase").asText()).isEqualTo("Finished");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aReportHasNoFileOfAnEarlierTest() throws Exception {
        Path report = Files.createDirectory(folder.resolve("report"));
        Path logs = Files.createDirectory(report.resolve("logs"));
        Files.writeString(report.resolve("latency-earlier.hlog"), "earlier");
        Files.writeString(report.resolve("notes.txt"), "mine");
        Files.writeString(logs.resolve("earlier-worker-7.log"), "earlier");
        HttpServer server = target();
        try (Cli cli = new Cli(folder, "swarm", url(server), "-t", "1s", "--wait", "50ms-50ms", "--no-page",
                "--report", report.toString())) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
        } finally {
            server.stop(0);
        }
        assertThat(report.resolve("result.json")).exists();
        assertThat(report.resolve("latency-earlier.hlog")).doesNotExist();
        assertThat(logs).isDirectoryContaining(file -> file.endsWith("swarm-worker-0.log"))
                .isDirectoryNotContaining(file -> file.endsWith("earlier-worker-7.log"));
        assertThat(report.resolve("notes.txt")).hasContent("mine");
        assertThat(report).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    @Test
    void aTestThatDidNotRunLeavesNoEarlierReport() throws Exception {
        Path report = Files.createDirectory(folder.resolve("report"));
        Files.writeString(report.resolve("junit.xml"), "earlier");
        Path rides = Files.writeString(folder.resolve("rides.csv"), "no rides\n");
        try (Cli cli = Cli.run(folder, Manifest.both(Manifest.model("csv: {configMap: {name: rides, key: rides.csv}}"),
                Manifest.test("target: {model: taxi}", "load: {users: {count: 1}}")), "--data", rides.toString())) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
        }
        assertThat(report.resolve("junit.xml")).doesNotExist();
    }
}
