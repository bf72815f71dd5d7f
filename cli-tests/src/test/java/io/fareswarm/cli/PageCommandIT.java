package io.fareswarm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of `ui`: its port, and its end by Ctrl-C.
class PageCommandIT {
    private static final Pattern PAGE = Pattern.compile("^page: (http://127\\.0\\.0\\.1:([0-9]+)/)\n");
    private static final int DEFAULT_PORT = 8089;
    /// What a user waits for after Ctrl-C, on a busy machine.
    private static final Duration SECONDS = Duration.ofSeconds(15);

    @TempDir
    Path folder = Path.of("");

    private Cli ui(String... arguments) throws IOException {
        return new Cli(folder, arguments);
    }

    private String reports() {
        return folder.resolve("report").toString();
    }

    private static Matcher page(Cli cli) throws InterruptedException {
        cli.awaitWhileRunning("the page is served", () -> PAGE.matcher(cli.out()).find());
        Matcher line = PAGE.matcher(cli.out());
        assertThat(line.find()).isTrue();
        return line;
    }

    private static HttpRequest.Builder request(URI page, String path) {
        return HttpRequest.newBuilder(page.resolve(path)).header("Fareswarm-Page", "1");
    }

    /// Takes a port, or leaves it to the program that has it already.
    private static @Nullable ServerSocket take(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void aGivenPortThatIsTakenIsAnErrorAndNothingIsStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (Cli cli = ui("ui", "--port", port, "--report", reports())) {
                assertThat(cli.status()).isEqualTo(2);
                assertThat(cli.err()).isEqualTo("fareswarm: --port " + port
                        + ": expected a free port, found one that another program uses: give another, or none\n");
                assertThat(cli.out()).isEmpty();
            }
        }
    }

    @Test
    void withoutAPortTheNextFreeOneIsTakenAndTheFirstLineSaysWhich() throws Exception {
        try (ServerSocket _ = take(DEFAULT_PORT);
                Cli cli = ui("ui", "--report", reports());
                HttpClient http = HttpClient.newHttpClient()) {
            Matcher page = page(cli);
            assertThat(Integer.parseInt(page.group(2))).isGreaterThan(DEFAULT_PORT);
            assertThat(http.send(request(URI.create(page.group(1)), "api/session").build(), BodyHandlers.ofString())
                    .statusCode()).isEqualTo(200);
        }
    }

    @Test
    void ctrlCEndsAPageThatWaitsAndItsModelServers() throws Exception {
        try (Cli cli = ui("ui", "--port", "0", "--report", reports())) {
            page(cli);
            cli.awaitWhileRunning("the model is served", () -> !cli.children("model-server").isEmpty());
            interrupt(cli, cli.children("model-server"));
        }
    }

    @Test
    void ctrlCEndsAPageWithARunAndAnOpenBrowserStoresTheResultAndLeavesNoProcess() throws Exception {
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), EarlyEndIT.LONG_RUN);
        try (Cli cli = ui("ui", "-f", manifest.toString(), "--port", "0", "--report", reports());
                HttpClient http = HttpClient.newHttpClient()) {
            URI page = URI.create(page(cli).group(1));
            HttpRequest start = request(page, "api/resources/LoadTest/default/rush")
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"spec\": {\"run\": 1}}")).build();
            assertThat(http.send(start, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            cli.awaitWhileRunning("the run shows requests",
                    () -> cli.out().contains("Running") && cli.out().contains(" requests"));
            List<ProcessHandle> children = EarlyEndIT.everyChild(cli);
            assertThat(children).hasSize(3);

            try (InputStream open = http.send(request(page, "api/stream").build(), BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(open.read()).as("the stream of an open browser").isNotNegative();
                interrupt(cli, children);
            }
            assertThat(folder.resolve("report/rush/run-1/result.json")).content().contains("\"stoppedAt\"");
        }
    }

    /// Does what Ctrl-C does in a terminal.
    private static void interrupt(Cli cli, List<ProcessHandle> children) throws Exception {
        cli.signalGroup("INT");
        assertThat(cli.endsWithin(SECONDS)).as(cli.out() + cli.err()).isTrue();
        assertThat(cli.status()).isEqualTo(130);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
}
