package io.fareswarm.operator.ui;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;

import io.fareswarm.api.ReleaseVersion;

/// The calls of the page.
final class PageRoutes {
    /// Streams at once: one for each open page.
    private static final int STREAMS = 100;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RESOURCE = "/api/resources/{kind}/{namespace}/{name}";

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final String BEARER = "Bearer ";
    private static final System.Logger LOG = System.getLogger(PageRoutes.class.getName());

    private final PageSources sources;
    private final Semaphore streams = new Semaphore(STREAMS);

    PageRoutes(PageSources sources) {
        this.sources = sources;
    }

    private interface Attempt {
        void respond() throws InterruptedException;
    }

    private interface PageCall {
        Object respond(PageSource source, ServerRequest request) throws InterruptedException;
    }

    void addTo(HttpRouting.Builder routing) {
        routing.get("/api/session",
                (request, response) -> respond(request, response, 200,
                        (source, _) -> source.session().put("version", ReleaseVersion.CURRENT)))
                .get("/api/stream", this::stream)
                .post("/api/validate", (request, response) -> respond(request, response, 200, PageRoutes::check))
                .post("/api/resources",
                        (request, response) -> respond(request, response, 201,
                                (source, call) -> source.create(body(call))))
                .patch(RESOURCE, (request, response) -> respond(request, response, 200,
                        (source, call) -> source.patch(key(call), body(call))))
                .delete(RESOURCE, (request, response) -> respond(request, response, 204, (source, call) -> {
                    source.delete(key(call));
                    return "";
                }))
                .get("/api/runs/{namespace}/{name}", (request, response) -> respond(request, response, 200,
                        (source, call) -> JSON.createObjectNode().set("runs", JSON.createArrayNode()
                                .addAll(source.runs(parameter(call, "namespace"), parameter(call, "name"))))))
                .get("/api/runs/{namespace}/{name}/{run}/{file}", this::file)
                .post("/api/predict/{namespace}/{model}", (request, response) -> respond(request, response, 200,
                        (source, call) -> source.predict(parameter(call, "namespace"), parameter(call, "model"),
                                text(call))))
                .any("/api/*", (_, response) -> send(response, Status.NOT_FOUND_404, "expected a call of the page"));
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }

    private static ResourceKey key(ServerRequest request) {
        return new ResourceKey(parameter(request, "kind"), parameter(request, "namespace"),
                parameter(request, "name"));
    }

    private static String text(ServerRequest request) {
        return request.content().hasEntity()
                ? new String(request.content().as(byte[].class), StandardCharsets.UTF_8)
                : "";
    }

    private static ObjectNode body(ServerRequest request) {
        try {
            if (JSON.readTree(text(request)) instanceof ObjectNode body) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new PageError(400, "expected a JSON object as the body, found: " + e.getOriginalMessage());
        }
        throw new PageError(400, "expected a JSON object as the body, found something else");
    }

    private PageSource source(ServerRequest request) throws InterruptedException {
        String authorization = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return sources.of(authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "");
    }

    private void respond(ServerRequest request, ServerResponse response, int status, PageCall call) {
        attempt(response, () -> {
            Object body = call.respond(source(request), request);
            response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json");
            if (status == 204) {
                response.send();
            } else {
                response.send(body.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /// Responds, or sends why not.
    private static void attempt(ServerResponse response, Attempt attempt) {
        try {
            attempt.respond();
        } catch (PageError e) {
            send(response, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(response, Status.SERVICE_UNAVAILABLE_503, "the page's server ends");
        }
    }

    static void send(ServerResponse response, Status status, String message) {
        send(response, new PageError(status.code(), message));
    }

    private static void send(ServerResponse response, PageError error) {
        ObjectNode body = JSON.createObjectNode().put("message", error.getMessage());
        if (error.command() != null) {
            body.put("command", error.command());
        }
        response.status(Status.create(error.status())).header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode check(PageSource source, ServerRequest request) {
        ManifestCheck check = source.check(body(request));
        return JSON.createObjectNode().put("valid", check.valid()).put("yaml", check.yaml()).set("problems",
                JSON.valueToTree(check.problems()));
    }

    private void file(ServerRequest request, ServerResponse response) {
        attempt(response, () -> {
            String run = parameter(request, "run");
            if (!run.matches("[0-9]{1,7}")) {
                throw new PageError(400, "expected the number of a run, found something else");
            }
            String file = parameter(request, "file");
            String text = source(request).file(parameter(request, "namespace"), parameter(request, "name"),
                    Integer.parseInt(run), file)
                    .orElseThrow(() -> new PageError(404, "expected a stored file, found none"));
            response.header(HeaderNames.CONTENT_TYPE, contentType(file))
                    .header(HeaderNames.CONTENT_DISPOSITION,
                            "attachment; filename=\"%s\"".formatted(file.replaceAll("[^A-Za-z0-9._-]", "-")))
                    .send(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String contentType(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "json" -> "application/json";
            case "csv" -> "text/csv; charset=utf-8";
            case "xml" -> "application/xml";
            case "html" -> "text/html; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }

    /// Sends everything and then each change, until the page leaves.
    private void stream(ServerRequest request, ServerResponse response) {
        if (!streams.tryAcquire()) {
            send(response, Status.SERVICE_UNAVAILABLE_503, "expected at most %d open pages, found more: close one"
                    .formatted(STREAMS));
            return;
        }
        try {
            ChangeLog changes = source(request).changes();
            long seen = changes.number(request.headers().first(LAST_EVENT_ID).orElse(""));
            response.header(HeaderNames.CACHE_CONTROL, "no-store").header("X-Accel-Buffering", "no");
            try (SseSink sink = response.sink(SseSink.TYPE)) {
                // The page begins anew when its source is another.
                while (source(request).changes() == changes) {
                    List<ChangeLog.Change> found = changes.after(seen, HEARTBEAT);
                    if (found.isEmpty()) {
                        sink.emit(SseEvent.builder().comment("ping").build());
                    }
                    for (ChangeLog.Change change : found) {
                        sink.emit(SseEvent.builder().id(changes.id(change)).name(change.event()).data(change.data())
                                .build());
                        seen = change.number();
                    }
                }
            } catch (RuntimeException e) {
                // The page has left: its socket is closed. Or its token is rejected from now on.
                LOG.log(System.Logger.Level.DEBUG, "a page has left", e);
            }
        } catch (PageError e) {
            send(response, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends
        } finally {
            streams.release();
        }
    }
}
