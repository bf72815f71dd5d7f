package io.fareswarm.reconcile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The calls of a browser that shows the page.
///
/// @param address of the page
/// @param token bearer token; empty for none
record PageUser(URI address, String token) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// @param body JSON; an empty object for another type
    record Response(int status, JsonNode body, String text) {}

    Response get(String path) {
        return send("GET", path, "");
    }

    Response send(String method, String path, String body) {
        try {
            HttpResponse<String> response = HTTP.send(
                    request(path).timeout(Duration.ofSeconds(30)).method(method, BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString());
            String text = response.body();
            return new Response(response.statusCode(),
                    text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode(), text);
        } catch (IOException e) {
            return new Response(0, JSON.createObjectNode(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address.resolve(path)).header("Fareswarm-Page", "1");
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    /// The stream of the page, from its beginning.
    Events events() {
        return new Events(this);
    }

    /// The data of all events so far.
    static final class Events implements AutoCloseable {
        private final List<JsonNode> received = new CopyOnWriteArrayList<>();
        private final Thread reader;

        private Events(PageUser user) {
            reader = Thread.ofVirtual().start(() -> {
                try (Stream<String> lines = HTTP
                        .send(user.request("api/stream").build(), BodyHandlers.ofLines()).body()) {
                    for (String line : (Iterable<String>) lines::iterator) {
                        if (line.startsWith("data:")) {
                            received.add(JSON.readTree(line.substring("data:".length())));
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    received.add(JSON.createObjectNode().put("ended", e.toString()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        /// The resources and events so far, in the order of their arrival.
        List<JsonNode> received() {
            return List.copyOf(received);
        }

        /// Waits for data that has values at some paths.
        ///
        /// @param pathsAndValues JSON pointers, each with the text of its value
        void await(String... pathsAndValues) {
            TestNamespace.holds(() -> assertThat(received).as(String.join(" ", pathsAndValues)).anyMatch(data -> {
                for (int i = 0; i < pathsAndValues.length; i += 2) {
                    if (!data.at(pathsAndValues[i]).asText().equals(pathsAndValues[i + 1])) {
                        return false;
                    }
                }
                return true;
            }));
        }

        @Override
        public void close() {
            reader.interrupt();
        }
    }
}
