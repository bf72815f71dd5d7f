package io.fareswarm.model.serve;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Responses to broken HTTP, to requests beyond a limit, and after an internal error. Each is JSON with the status's
/// reason phrase, or with words in the form of the Open Inference Protocol, is counted, and closes its connection.
final class ErrorResponses implements DirectHandler {
    private final ServerMetrics metrics;
    private final Header digest;
    private final ServerLimits limits;
    private final ReverseProxy proxy;

    /// @param digest header with the model's digest, for each response
    ErrorResponses(ServerMetrics metrics, Header digest, ServerLimits limits, ReverseProxy proxy) {
        this.metrics = metrics;
        this.digest = digest;
        this.limits = limits;
        this.proxy = proxy;
    }

    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    /// Helidon calls this when a route or a filter throws.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, Throwable thrown) {
        return respond(request, status, headers);
    }

    /// Helidon calls this when a request does not reach the routes. Helidon reports an invalid method and an old HTTP
    /// version as server errors, but both are errors of the client.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        return respond(request, type == EventType.OTHER || status.code() < 500 ? status : Status.BAD_REQUEST_400,
                headers);
    }

    private TransportResponse respond(TransportRequest request, Status status, ServerResponseHeaders headers) {
        String path = proxy.withoutPrefix(request.path());
        metrics.count(request.method(), path, status.code());
        TransportResponse.Builder response = TransportResponse.builder().status(status).headers(headers)
                .keepAlive(false).header(digest).header(HeaderValues.CONNECTION_CLOSE);
        Response body = OpenInference.isPath(path) ? inferenceError(status).response() : detail(status);
        body.headers().forEach(response::header);
        return response.entity(body.body()).build();
    }

    private static Response detail(Status status) {
        Response body = Response.detail(status.code(), status.reasonPhrase());
        return status.code() == 503 ? body.with(InferenceError.RETRY_AFTER) : body;
    }

    private InferenceError inferenceError(Status status) {
        return switch (status.code()) {
            case 413 -> InferenceError.tooLarge(limits.bodyBytes());
            case 503 -> new InferenceError(503, "too many or too large requests at once; send the request again");
            default -> new InferenceError(status.code(), status.reasonPhrase());
        };
    }
}
