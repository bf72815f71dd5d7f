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
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;

/// The calls of the page.
final class PageRoutes {
    /// Streams at once: one for each open page.
    private static final int STREAMS = 100;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RESOURCE = "/api/resources/{kind}/{namespace}/{name}";

    private static final System.Logger LOG = System.getLogger(PageRoutes.class.getName());

    private final PageSource source;
    private final Semaphore streams = new Semaphore(STREAMS);
    /// Tells the numbers of this process from those of an earlier one.
    private final String epoch = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    PageRoutes(PageSource source) {
        this.source = source;
    }

    private interface Call {
        Object respond(ServerRequest request) throws InterruptedException;
    }

    void addTo(HttpRouting.Builder routing) {
        routing.get("/api/session", (request, response) -> respond(request, response, 200, _ -> source.session()))
                .get("/api/stream", this::stream)
                .post("/api/validate", (request, response) -> respond(request, response, 200, this::check))
                .post("/api/resources",
                        (request, response) -> respond(request, response, 201, call -> source.create(body(call))))
                .patch(RESOURCE, (request, response) -> respond(request, response, 200,
                        call -> source.patch(key(call), body(call))))
                .delete(RESOURCE, (request, response) -> respond(request, response, 204, call -> {
                    source.delete(key(call));
                    return "";
                }))
                .get("/api/runs/{namespace}/{name}", (request, response) -> respond(request, response, 200,
                        call -> JSON.createObjectNode().set("runs", JSON.createArrayNode()
                                .addAll(source.runs(parameter(call, "namespace"), parameter(call, "name"))))))
                .get("/api/runs/{namespace}/{name}/{run}/{file}", this::file)
                .post("/api/predict/{namespace}/{model}", (request, response) -> respond(request, response, 200,
                        call -> source.predict(parameter(call, "namespace"), parameter(call, "model"), text(call))))
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

    private static void respond(ServerRequest request, ServerResponse response, int status, Call call) {
        try {
            Object body = call.respond(request);
            response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json");
            if (status == 204) {
                response.send();
            } else {
                response.send(body.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (PageError e) {
            send(response, Status.create(e.status()), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(response, Status.SERVICE_UNAVAILABLE_503, "the page's server ends");
        }
    }

    static void send(ServerResponse response, Status status, String message) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(JSON.createObjectNode().put("message", message).toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode check(ServerRequest request) {
        ManifestCheck check = source.check(body(request));
        return JSON.createObjectNode().put("valid", check.valid()).put("yaml", check.yaml()).set("problems",
                JSON.valueToTree(check.problems()));
    }

    private void file(ServerRequest request, ServerResponse response) {
        String run = parameter(request, "run");
        String file = parameter(request, "file");
        if (!run.matches("[0-9]{1,7}")) {
            send(response, Status.BAD_REQUEST_400, "expected the number of a run, found something else");
            return;
        }
        source.file(parameter(request, "namespace"), parameter(request, "name"), Integer.parseInt(run), file)
                .ifPresentOrElse(
                        text -> response.header(HeaderNames.CONTENT_TYPE, contentType(file))
                                .header(HeaderNames.CONTENT_DISPOSITION,
                                        "attachment; filename=\"%s\""
                                                .formatted(file.replaceAll("[^A-Za-z0-9._-]", "-")))
                                .send(text.getBytes(StandardCharsets.UTF_8)),
                        () -> send(response, Status.NOT_FOUND_404, "expected a stored file, found none"));
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
            long seen = seen(request.headers().first(HeaderNames.create("Last-Event-ID")).orElse(""));
            response.header(HeaderNames.CACHE_CONTROL, "no-store").header("X-Accel-Buffering", "no");
            try (SseSink sink = response.sink(SseSink.TYPE)) {
                while (true) {
                    List<ChangeLog.Change> changes = source.changes().after(seen, HEARTBEAT);
                    if (changes.isEmpty()) {
                        sink.emit(SseEvent.builder().comment("ping").build());
                    }
                    for (ChangeLog.Change change : changes) {
                        sink.emit(SseEvent.builder().id(epoch + "-" + change.number()).name(change.event())
                                .data(change.data()).build());
                        seen = change.number();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server ends
            } catch (RuntimeException e) {
                // The page has left: its socket is closed.
                LOG.log(System.Logger.Level.DEBUG, "a page has left", e);
            }
        } finally {
            streams.release();
        }
    }

    /// The number of the change that a page has seen last; -1 when it begins, or saw another process.
    private long seen(String id) {
        String number = id.startsWith(epoch + "-") ? id.substring(epoch.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
    }
}
