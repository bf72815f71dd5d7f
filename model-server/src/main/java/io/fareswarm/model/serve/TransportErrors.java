package io.fareswarm.model.serve;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers to what never becomes a request, or fails on the way: broken HTTP as uvicorn does, the rest in FastAPI's form.
/// Nothing of the cause goes to the client.
final class TransportErrors implements DirectHandler {

    private final Metrics metrics;

    private TransportErrors(Metrics metrics) {
        this.metrics = metrics;
    }

    static DirectHandlers handlers(Metrics metrics) {
        TransportErrors errors = new TransportErrors(metrics);
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, errors);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        // A request line that Helidon cannot read may come as an internal error, of a request without a path.
        boolean broken = status.code() == Status.BAD_REQUEST_400.code()
                || (type == EventType.INTERNAL_ERROR && request.path().isEmpty());
        Status answered = broken ? Status.BAD_REQUEST_400 : status;
        metrics.count(request.method(), request.path(), answered.code());
        return TransportResponse.builder().status(answered).headers(headers)
                .header(HeaderNames.CONTENT_TYPE, broken ? "text/plain; charset=utf-8" : Answer.JSON)
                .entity(broken
                        ? "Invalid HTTP request received."
                        : "{\"detail\":\"%s\"}".formatted(status.reasonPhrase()))
                .keepAlive(false).build();
    }
}
