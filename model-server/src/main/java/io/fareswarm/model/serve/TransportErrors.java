package io.fareswarm.model.serve;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers to what never becomes a request, or fails on the way: broken HTTP as uvicorn does, the rest in FastAPI's form.
/// Nothing of the cause goes to the client.
final class TransportErrors implements DirectHandler {

    static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, new TransportErrors());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        boolean broken = status.code() == Status.BAD_REQUEST_400.code();
        return TransportResponse.builder().status(status).headers(headers)
                .header(HeaderNames.CONTENT_TYPE, broken ? "text/plain; charset=utf-8" : Answer.JSON)
                .entity(broken
                        ? "Invalid HTTP request received."
                        : "{\"detail\":\"%s\"}".formatted(status.reasonPhrase()))
                .keepAlive(false).build();
    }
}
