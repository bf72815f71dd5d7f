package io.fareswarm.operator.ui;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Resources SOURCE = new Resources();
    private static HttpClient client;
    private static PageServer server;

    /// One LoadTest that can be patched.
    private static final class Resources implements PageSource {
        private final ChangeLog changes = new ChangeLog();

        @Override
        public ObjectNode session() {
            return JSON.createObjectNode().put("mode", "local");
        }

        @Override
        public ChangeLog changes() {
            return changes;
        }

        @Override
        public ManifestCheck check(ObjectNode manifest) {
            return new ManifestCheck(List.of(new ManifestCheck.FieldProblem("spec.load", "expected users or arrivals")),
                    "");
        }

        @Override
        public ObjectNode create(ObjectNode manifest) {
            throw new PageError(409, "LoadTest default/a exists");
        }

        @Override
        public ObjectNode patch(ResourceKey key, ObjectNode patch) {
            return JSON.createObjectNode().put("key", key.toString()).set("patch", patch);
        }

        @Override
        public void delete(ResourceKey key) {
            changes.remove(key);
        }

        @Override
        public List<ObjectNode> runs(String namespace, String name) {
            return List.of(JSON.createObjectNode().put("run", 1));
        }

        @Override
        public Optional<String> file(String namespace, String name, int run, String file) {
            return file.equals("stats.csv") ? Optional.of("a,b\r\n") : Optional.empty();
        }

        @Override
        public ObjectNode predict(String namespace, String model, String ride) {
            return JSON.createObjectNode().put("status", 200).put("body", ride);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        client = HttpClient.newHttpClient();
        server = PageServer.start(SOURCE, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        client.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path)).header("Fareswarm-Page", "1");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void thePageAndItsChartsAreServedWithAStrictPolicy() throws Exception {
        for (String path : List.of("/", "/page.js", "/views/charts.js", "/lib/uPlot.esm.js", "/lib/uPlot.min.css")) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(server.uri().resolve(path)));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).startsWith(
                    "default-src 'none'; script-src 'self'");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
        assertThat(send(HttpRequest.newBuilder(server.uri().resolve("/page.js"))).headers()
                .firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(send(HttpRequest.newBuilder(server.uri().resolve("/PageServer.class"))).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET api/session", "GET api/stream", "POST api/resources",
            "PATCH api/resources/LoadTest/a/b"})
    void aCallWithoutThePagesHeaderIsRejected(String call) throws Exception {
        String[] parts = call.split(" ");
        HttpResponse<String> response = send(HttpRequest.newBuilder(server.uri().resolve(parts[1]))
                .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Fareswarm-Page");
    }

    @Test
    void aCallFromAnotherOriginIsRejected() throws Exception {
        HttpResponse<String> response = send(request("api/session").header("Origin", "http://evil.example"));
        assertThat(response.statusCode()).isEqualTo(403);
        String own = "http://127.0.0.1:" + server.uri().getPort();
        assertThat(send(request("api/session").header("Origin", own)).statusCode()).isEqualTo(200);
    }

    @Test
    void aFailedCallSaysWhy() throws Exception {
        HttpResponse<String> conflict = send(request("api/resources").POST(BodyPublishers.ofString("{}")));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).isEqualTo("{\"message\":\"LoadTest default/a exists\"}");
        for (String body : List.of("", "[]", "{", "x".repeat(10))) {
            HttpResponse<String> bad = send(request("api/resources").POST(BodyPublishers.ofString(body)));
            assertThat(bad.statusCode()).as(body).isEqualTo(400);
            assertThat(bad.body()).contains("expected a JSON object as the body");
        }
        assertThat(send(request("api/other")).statusCode()).isEqualTo(404);
        assertThat(send(request("api/runs/a/b/x/stats.csv")).statusCode()).isEqualTo(400);
        assertThat(send(request("api/runs/a/b/1/none.csv")).statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyBeyondTheBoundIsRejected() throws Exception {
        // The server closes the connection before it has read the body.
        HttpResponse<String> response = send(
                request("api/resources").expectContinue(true)
                        .POST(BodyPublishers.ofString("{\"a\":\"" + "x".repeat(300_000) + "\"}")));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void callsReachTheResources() throws Exception {
        assertThat(send(request("api/resources/LoadTest/default/a%20b").method("PATCH",
                BodyPublishers.ofString("{\"spec\":{\"run\":2}}"))).body())
                .isEqualTo("{\"key\":\"LoadTest default/a b\",\"patch\":{\"spec\":{\"run\":2}}}");
        assertThat(send(request("api/resources/LoadTest/default/a").DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request("api/validate").POST(BodyPublishers.ofString("{}"))).body())
                .contains("\"valid\":false", "\"path\":\"spec.load\"");
        assertThat(send(request("api/runs/default/a")).body()).isEqualTo("{\"runs\":[{\"run\":1}]}");
        HttpResponse<String> file = send(request("api/runs/default/a/1/stats.csv"));
        assertThat(file.body()).isEqualTo("a,b\r\n");
        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"stats.csv\"");
        assertThat(send(request("api/predict/default/taxi").POST(BodyPublishers.ofString("{\"id\":1}"))).body())
                .contains("\"status\":200");
    }

    @Test
    void aStreamGoesOnAfterTheLastEventThatThePageHas() throws Exception {
        SOURCE.changes().event(new ChangeLog.Event("default", "LoadTest", "a", "Normal", "One", "first", "", 1));
        String last = "";
        try (var lines = client.send(request("api/stream").build(), BodyHandlers.ofLines()).body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                last = line.startsWith("id:") ? line.substring(3).strip() : last;
                if (line.equals("event:synced")) {
                    break;
                }
            }
        }
        SOURCE.changes().event(new ChangeLog.Event("default", "LoadTest", "a", "Normal", "Two", "second", "", 1));
        try (var lines = client.send(request("api/stream").header("Last-Event-ID", last).build(),
                BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("data:")).findFirst().orElse("")).contains("second");
        }
        try (var lines = client.send(request("api/stream").header("Last-Event-ID", "other-1").build(),
                BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("event:")).findFirst()).hasValue("event:reset");
        }
    }

    @Test
    void theAddressIsOnTheLoopback() {
        assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
        assertThat(server.uri()).isNotEqualTo(URI.create("http://127.0.0.1:0/"));
    }
}
