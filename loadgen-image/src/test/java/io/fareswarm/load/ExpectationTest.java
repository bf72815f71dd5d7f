package io.fareswarm.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.api.KeyRef;
import io.fareswarm.api.Task;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Kind;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.TaskReport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests expectations other than the status (values in the body, and latency), and the examples of failures.
@Timeout(60)
class ExpectationTest {
    @TempDir
    Path files;

    private static Task.Expectation value(String pointer, @Nullable String value) {
        return new Task.Expectation(List.of("2xx"), new Task.JsonPointer(pointer, value), null);
    }

    private static Task task(Task.Expectation expect, Task.Header... headers) {
        return new Task("it", 1, new Task.Request(Task.Method.GET, "/a?b=c", List.of(headers), null, null), expect);
    }

    private record Seen(IntervalReport total, String metrics) {
        TaskReport task() {
            return total.tasks().getFirst();
        }

        /// Asserts that every request failed with this error.
        void assertOnly(Kind kind, String detail, String example) {
            assertThat(task().requests()).isPositive().isEqualTo(task().counts().failures());
            assertThat(total.errors()).containsExactly(new ErrorReport("it", kind, detail, task().requests(), example,
                    total.errors().getFirst().seen()));
            assertThat(metrics).contains("outcome=\"" + kind + "\"").doesNotContain("outcome=\"ok\"");
        }

        void assertOk() {
            assertThat(task().requests()).isPositive();
            assertThat(task().counts().failures()).isZero();
            assertThat(total.errors()).isEmpty();
            assertThat(metrics).contains("outcome=\"ok\"");
        }
    }

    private Seen swarm(ScriptedServer server, Task task) throws Exception {
        return swarm(server, task, Route.OWN);
    }

    private Seen swarm(ScriptedServer server, Task task, Route route) throws Exception {
        WorkerRun run = new WorkerRun(
                Slices.of(Slices.users(1, 1, "5ms")).to(server.port()).route(route).tasks(task).times(0, 200, 30_000)
                        .slice(),
                new ReferencedFiles(files), Slices.ANYWHERE);
        IntervalReport total = new Started(run).total();
        assertThat(total.tasks().getFirst().requests()).isEqualTo(server.requests());
        return new Seen(total, MetricsPage.of(run.reports()));
    }

    private static String response(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String gzip(String body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(body.getBytes(StandardCharsets.UTF_8));
        }
        String bytes = out.toString(ISO_8859_1);
        return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bytes.length() + "\r\n\r\n" + bytes;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a/0/b~1c  | text
            /n         | 12.5
            /n         | 12.50
            /t         | true
            /z         | null
            /o         |
            ''         |
            """)
    void aValueInTheBodyIsFound(String pointer, @Nullable String value) throws Exception {
        String body = "{\"a\": [{\"b/c\": \"text\"}], \"n\": 12.5, \"t\": true, \"z\": null, \"o\": {}}";
        for (String response : List.of(response(body), gzip(body), gzip(body).replace("gzip", "identity , GZip"),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n" + body.substring(0, 4) + "\r\n"
                        + Integer.toHexString(body.length() - 4) + "\r\n" + body.substring(4) + "\r\n0\r\n\r\n")) {
            try (ScriptedServer server = ScriptedServer.responding(response)) {
                swarm(server, task(value(pointer, value))).assertOk();
            }
        }
    }

    @Test
    void aMissingOrDifferentValueIsABodyFailure() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(response("{\"price\":13}"))) {
            swarm(server, task(value("/price", "12.5"))).assertOnly(Kind.body,
                    "expected 12.5 at /price, found another value", "GET /a?b=***: {\"price\":13}");
        }
        try (ScriptedServer server = ScriptedServer.responding(response("{\"price\":13}"))) {
            swarm(server, task(value("/fare", null))).assertOnly(Kind.body,
                    "expected a value at /fare, found none", "GET /a?b=***: {\"price\":13}");
        }
        try (ScriptedServer server = ScriptedServer.responding(response("<html>"))) {
            swarm(server, task(value("/price", "1"))).assertOnly(Kind.body,
                    "expected a body of JSON, found something else", "GET /a?b=***: <html>");
        }
    }

    @ParameterizedTest
    @CsvSource({"br, br", "DEFLATE, deflate", "zstd, zstd", "'gzip, br', of another kind", "x, of another kind"})
    void aBodyInAnEncodingThatWorkersDoNotUnpackIsNamed(String header, String named) throws Exception {
        String response = response("{}").replace("\r\n\r\n", "\r\nContent-Encoding: " + header + " \r\n\r\n");
        try (ScriptedServer server = ScriptedServer.responding(response)) {
            swarm(server, task(value("/price", null))).assertOnly(Kind.body,
                    "expected a body that is not compressed, or with gzip, found Content-Encoding " + named,
                    "GET /a?b=***: (compressed)");
        }
    }

    @Test
    void jsonThatIsTooDeepOrHasANumberThatIsTooLongIsNamed() throws Exception {
        for (String body : List.of("[".repeat(1100) + "]".repeat(1100), "{\"price\":" + "1".repeat(1100) + "}")) {
            try (ScriptedServer server = ScriptedServer.responding(response(body))) {
                assertThat(swarm(server, task(value("/price", null))).total().errors()).singleElement()
                        .satisfies(error -> assertThat(error.detail())
                                .contains("expected JSON of at most ", " levels and numbers of at most "));
            }
        }
    }

    @Test
    void aBodyThatIsTooLongToCheckIsAnOversizedFailure() throws Exception {
        String body = "{\"price\": 1, \"rest\": \"" + "a".repeat(300_000) + "\"}";
        String detail = "expected a body of at most 262144 bytes to check, found a longer one";
        for (String response : List.of(response(body), gzip(body))) {
            try (ScriptedServer server = ScriptedServer.responding(response)) {
                Seen seen = swarm(server, task(value("/price", "1")));
                assertThat(seen.total().errors()).singleElement().satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(Kind.oversized);
                    assertThat(error.detail()).isEqualTo(detail);
                    assertThat(error.count()).isEqualTo(server.requests());
                });
            }
        }
    }

    @Test
    void aLateResponseIsASlowFailureUnlessItsStatusIsUnexpected() throws Exception {
        Task.Expectation soon = new Task.Expectation(List.of("200"), null, new Task.Latency("20ms"));
        for (String status : List.of("200 OK", "500 Oh")) {
            try (ScriptedServer server = new ScriptedServer(connection -> {
                while (connection.read() != null) {
                    Thread.sleep(25);
                    connection.write("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\n{}");
                }
            })) {
                Seen seen = swarm(server, task(soon));
                if (status.startsWith("200")) {
                    seen.assertOnly(Kind.slow, "expected a response within 20ms, found a later one",
                            "GET /a?b=***: {}");
                } else {
                    seen.assertOnly(Kind.status, "expected 200, found 500", "GET /a?b=***: {}");
                }
            }
        }
    }

    @Test
    void examplesAreShortAndHaveNoSecrets() throws Exception {
        String body = "unknown\r\n\u001b[2J http://me:s3cretive@host/a?key=s3cretly&b=2#c "
                + "x".repeat(1000);
        try (ScriptedServer server = ScriptedServer.responding("HTTP/1.1 403 Forbidden\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body)) {
            Seen seen = swarm(server, task(new Task.Expectation(List.of("2xx"), null, null)));
            String example = Objects.requireNonNull(seen.total().errors().getFirst().example());
            assertThat(example).startsWith("GET /a?b=***: unknown [2J http://***@host/a?key=***&b=***#c xxx")
                    .hasSize(200);
            assertThat(seen.total().toString() + seen.metrics()).doesNotContain("s3cret");
        }
    }

    @Test
    void anExampleHasNoCharactersThatTurnTheDirectionOfText() throws Exception {
        String body = new String("invoice\u202egnp.\u2066exe\u061c\u200f!".getBytes(StandardCharsets.UTF_8),
                ISO_8859_1);
        try (ScriptedServer server = ScriptedServer.responding("HTTP/1.1 403 Forbidden\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body)) {
            swarm(server, task(new Task.Expectation(List.of("2xx"), null, null))).assertOnly(Kind.status,
                    "expected 2xx, found 403", "GET /a?b=***: invoice gnp. exe !");
        }
    }

    @Test
    void anExampleShowsTheBeginningOfAResponseThatComesInParts() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                for (String part : List.of("HTTP/1.1 403 Forbidden\r\nContent-Length: 27\r\n\r\n", "the begin",
                        "ning, ",
                        "and the end.")) {
                    connection.write(part);
                    Thread.sleep(5); // so that the client reads it separately
                }
            }
        })) {
            swarm(server, task(new Task.Expectation(List.of("2xx"), null, null))).assertOnly(Kind.status,
                    "expected 2xx, found 403",
                    "GET /a?b=***: the beginning, and the end.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 500 Oh\r\nX-Key: inner\r\nContent-Length: 14\r\n\r\nfrom the inner",
            "HTTP/1.1 500 inner\r\nContent-Length: 0\r\n\r\n"})
    void anExampleOfATargetWhoseResponsesAreNotShownHasTheStatusAlone(String response) throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(response)) {
            Seen seen = swarm(server, task(new Task.Expectation(List.of("2xx"), null, null)), Route.DEFAULT);
            seen.assertOnly(Kind.status, "expected 2xx, found 500", "GET /a?b=***: status 500");
            assertThat(seen.total().toString() + seen.metrics()).doesNotContain("inner");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inner banner\r\n\r\n", "HTTP/1.1 inner\r\n\r\n", "HTTP/1.1 200 OK\r\ninner\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: inner\r\n\r\n"})
    void aBrokenResponseThatIsNotShownLeavesNoWordInTheReport(String response) throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(response)) {
            Seen seen = swarm(server, task(new Task.Expectation(List.of("2xx"), null, null)), Route.DEFAULT);
            assertThat(seen.total().errors()).isNotEmpty();
            assertThat(seen.total().toString() + seen.metrics()).doesNotContain("inner");
        }
    }

    @Test
    void aValueThatIsNotShownIsNotInTheDetailOfAnError() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(response("{\"key\": \"inner\"}"))) {
            Seen seen = swarm(server, task(value("/key", "1")), Route.DEFAULT);
            seen.assertOnly(Kind.body, "expected 1 at /key, found another value", "GET /a?b=***: status 200");
            assertThat(seen.total().toString() + seen.metrics()).doesNotContain("inner");
        }
    }

    @Test
    void anExampleOfARequestWithASecretHasTheStatusAlone() throws Exception {
        Files.createDirectories(files.resolve("secrets/api"));
        Files.writeString(files.resolve("secrets/api/token"), "s3cret-token");
        // The body repeats the secret in two forms that a search misses: split over two reads, and escaped.
        String body = "unknown token s3cret-token or s3cret\\u002dtoken";
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body.substring(0, 20));
                Thread.sleep(5);
                connection.write(body.substring(20));
            }
        })) {
            Task.Header header = new Task.Header("Authorization", "Bearer #{secret}", new KeyRef("api", "token"));
            Seen seen = swarm(server, task(new Task.Expectation(List.of("2xx"), null, null), header));
            assertThat(server.heads()).allSatisfy(head -> assertThat(head).contains("Bearer s3cret-token\r\n"));
            seen.assertOnly(Kind.status, "expected 2xx, found 403", "GET /a?b=***: status 403");
        }
        try (ScriptedServer server = ScriptedServer.responding(response(body))) {
            Task.Header header = new Task.Header("Authorization", null, new KeyRef("api", "token"));
            swarm(server, task(value("/price", "1"), header)).assertOnly(Kind.body,
                    "expected a body of JSON, found something else", "GET /a?b=***: status 200");
        }
        try (ScriptedServer server = ScriptedServer.responding("s3cret-token")) {
            Task.Header header = new Task.Header("Authorization", null, new KeyRef("api", "token"));
            swarm(server, task(value("/price", "1"), header)).assertOnly(Kind.broken,
                    "expected a response that begins with HTTP/1., found other bytes", "GET /a?b=***");
        }
    }
}
