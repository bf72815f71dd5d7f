package io.fareswarm.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Client of the page's calls, without a browser.
final class Api {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI page;

    Api(URI page) {
        this.page = page;
    }

    /// Creates a LoadTest, which then runs.
    ///
    /// @param spec as JSON
    void create(String name, String spec) throws IOException, InterruptedException {
        HttpResponse<String> response = post("api/resources", manifest(name, spec));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    /// A LoadTest as JSON.
    static String manifest(String name, String spec) {
        return """
                {"apiVersion": "fareswarm.io/v1beta1", "kind": "LoadTest",
                 "metadata": {"name": "%s", "namespace": "default"}, "spec": %s}""".formatted(name, spec);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /// A resource, as the page's stream has it.
    ///
    /// @throws java.util.NoSuchElementException if there is none
    JsonNode resource(String kind, String name) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = HTTP.send(request("api/stream").build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            return lines.takeWhile(line -> !line.matches("event: ?synced")).filter(line -> line.startsWith("data:"))
                    .map(line -> parse(line.substring("data:".length())).path("object"))
                    .filter(object -> object.path("kind").asText().equals(kind)
                            && object.at("/metadata/name").asText().equals(name))
                    .findFirst().orElseThrow();
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a file of a stored run.
    String file(String name, int run, String file) throws IOException, InterruptedException {
        return send(request("api/runs/default/%s/%d/%s".formatted(name, run, file))).body();
    }

    /// The stored runs of a LoadTest, newest first.
    JsonNode runs(String name) throws IOException, InterruptedException {
        return JSON.readTree(send(request("api/runs/default/" + name)).body()).path("runs");
    }

    /// Creates a LoadTest and waits until its run is stored.
    ///
    /// @return the run
    JsonNode run(String name, String spec) throws IOException, InterruptedException {
        create(name, spec);
        return stored(name, 1);
    }

    /// Runs a LoadTest again.
    void again(String name, int run) throws IOException, InterruptedException {
        edit(name, "{\"run\": %d}".formatted(run));
    }

    /// Changes a LoadTest.
    ///
    /// @param spec merge patch of its spec, as JSON
    void edit(String name, String spec) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request("api/resources/LoadTest/default/" + name).method("PATCH",
                BodyPublishers.ofString("{\"spec\": %s}".formatted(spec))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /// Waits until a number of runs is stored.
    ///
    /// @return the newest
    JsonNode stored(String name, int runs) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode stored = runs(name);
            if (stored.size() >= runs && !stored.path(0).path("live").asBoolean()) {
                return stored.path(0);
            }
            assertThat(System.nanoTime()).as("%s: %d runs are stored: %s", name, runs, stored).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page.resolve(path)).header("Fareswarm-Page", "1");
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
