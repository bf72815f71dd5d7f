package io.fareswarm.model.serve;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// What the server responds where no route does: to broken HTTP, beyond a bound, and after a fault of ours. Each is JSON
/// with the words of its status, is counted, and ends its connection.
final class ErrorResponses implements DirectHandler {
    private final ServerMetrics metrics;
    private final Header digest;

    /// @param digest the header that each response has
    ErrorResponses(ServerMetrics metrics, Header digest) {
        this.metrics = metrics;
        this.digest = digest;
    }

    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    /// Helidon calls this when a route or a filter threw.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, Throwable thrown) {
        return refuse(request, status, headers);
    }

    /// Helidon calls this when a request does not reach the routes. A method that is no token is thrown through all of its
    /// code and so seen as a fault of the server, and an old version as one too: both are the client's.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        return refuse(request, type == EventType.OTHER || status.code() < 500 ? status : Status.BAD_REQUEST_400,
                headers);
    }

    private TransportResponse refuse(TransportRequest request, Status status, ServerResponseHeaders headers) {
        metrics.count(request.method(), request.path(), status.code());
        TransportResponse.Builder response = TransportResponse.builder().status(status).headers(headers)
                .keepAlive(false).header(digest).header(HeaderValues.CONNECTION_CLOSE);
        if (status.code() == 503) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        Response body = Response.detail(status.code(), status.reasonPhrase());
        body.headers().forEach(response::header);
        return response.entity(body.body()).build();
    }
}
